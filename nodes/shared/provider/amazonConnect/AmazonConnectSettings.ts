import { headerName } from '../generic/verification';
import type { ProviderParameters } from '../ProviderParameters';
import type { TokenPlace } from '../verify/fixedToken';

/** By which way the events come, and what proves them there. Undefined settings let nobody in. */
export type AmazonDelivery =
	| { readonly kind: 'eventBridge'; readonly place: TokenPlace | undefined }
	| { readonly kind: 'sns'; readonly topicArns: ReadonlySet<string> };

export interface AmazonConnectSettings {
	readonly delivery: AmazonDelivery;
	/** The only instance whose contacts are read, as its ARN or its ID; undefined: all. */
	readonly instance: string | undefined;
}

/** An instance's ID, alone or at the end of its ARN. */
const INSTANCE =
	/^(?:arn:aws(?:-[a-z-]+)?:connect:[a-z0-9-]+:\d{12}:instance\/)?[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

const TOPIC_ARN = /^arn:aws(?:-[a-z-]+)?:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}(?:\.fifo)?$/;

const EXAMPLE_ARN = 'arn:aws:sns:us-east-1:123456789012:connect-events';

function topicArns(parameters: ProviderParameters): Set<string> {
	const listed = parameters
		.text('topicArns')
		.split(/[\s,]+/)
		.filter((arn) => arn !== '');
	if (listed.length === 0) {
		parameters.fault(
			'topicArns',
			'is empty, so that nobody could be let in',
			`Copy the ARN of the topic from the Amazon SNS console, such as ${EXAMPLE_ARN}.`,
			null,
		);
	}
	const wrong = listed.find((arn) => !TOPIC_ARN.test(arn));
	if (wrong !== undefined) {
		parameters.fault(
			'topicArns',
			`holds '${wrong.slice(0, 100)}', which is not the ARN of a topic`,
			`It looks like ${EXAMPLE_ARN}. Divide several by commas.`,
			null,
		);
	}
	return new Set(listed.filter((arn) => TOPIC_ARN.test(arn)));
}

function connectionPlace(parameters: ProviderParameters): TokenPlace | undefined {
	const kind = parameters.choice('authorizationType', ['apiKey', 'basic'], 'apiKey');
	if (kind === 'basic') return { kind: 'basicPassword' };
	const header = headerName(parameters, 'connectionHeader', 'x-api-key');
	return header === '' ? undefined : { kind: 'header', header };
}

function onlyInstance(parameters: ProviderParameters): string | undefined {
	const instance = parameters.text('instance');
	if (instance === '') return undefined;
	if (INSTANCE.test(instance)) return instance;
	// Taken as it is: nothing matches it, and no event of another instance gets in for a slip of the pen.
	return parameters.fault(
		'instance',
		'is neither the ID nor the ARN of an instance, so that no event would match it',
		"Copy the 'Instance ARN' from the Amazon Connect console. The alias does not stand in the events.",
		instance,
	);
}

/** Reads the provider's own fields of the trigger; what is wrong with them is noted in `parameters.faults`. */
export function readAmazonConnectSettings(parameters: ProviderParameters): AmazonConnectSettings {
	const kind = parameters.choice('delivery', ['eventBridge', 'sns'], 'eventBridge');
	const delivery: AmazonDelivery =
		kind === 'sns'
			? { kind, topicArns: topicArns(parameters) }
			: { kind, place: connectionPlace(parameters) };
	return { delivery, instance: onlyInstance(parameters) };
}
