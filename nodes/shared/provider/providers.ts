import { aircall } from './aircall/aircall';
import { amazonConnect } from './amazonConnect/amazonConnect';
import { cloudEvents } from './cloudEvents/cloudEvents';
import { dialpad } from './dialpad/dialpad';
import { freeswitchCdr } from './freeswitchCdr/freeswitchCdr';
import { generic } from './generic/generic';
import type { Provider } from './Provider';
import { ringcentral } from './ringcentral/ringcentral';
import { twilio } from './twilio/twilio';
import { vonage } from './vonage/vonage';
import { vonageContactCenter } from './vonageContactCenter/vonageContactCenter';
import { zoom } from './zoom/zoom';

/** Every provider the trigger knows, in the order of its list. A new one is added here and nowhere else. */
export const PROVIDERS: readonly Provider[] = [
	generic,
	twilio,
	aircall,
	dialpad,
	ringcentral,
	vonage,
	zoom,
	amazonConnect,
	cloudEvents,
	freeswitchCdr,
	vonageContactCenter,
];

/** The provider saved in a workflow under this name; undefined when there is none. */
export function providerNamed(name: string): Provider | undefined {
	return PROVIDERS.find((provider) => provider.name === name);
}
