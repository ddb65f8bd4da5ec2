import type { ServiceOperation } from '../http/ServiceOperation';
import type { SalesforceVoiceCredential } from './credential';

/** One call of the Telephony Integration API. */
export type Operation<Fields, Result> = ServiceOperation<Fields, Result, SalesforceVoiceCredential>;
