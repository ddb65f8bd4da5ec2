import { configs as communityConfigs } from '@n8n/eslint-plugin-community-nodes';
import n8nNodesBase from 'eslint-plugin-n8n-nodes-base';
import tseslint from 'typescript-eslint';

const { community, credentials, nodes } = n8nNodesBase.configs;

/** Exceptions from n8n's rules, each with its reason. */
const exceptions = {
	// jose, undici and luxon ship as plain dependencies in this self-hosted edition: signing, pooled connections and
	// dates are the product's core, and a bundled cloud edition is planned apart from it.
	'@n8n/community-nodes/no-runtime-dependencies': 'off',
	// This rule speaks of n8n's HTTP helper with hand-made authentication. The nodes here sign through one shared token
	// source, which the helper cannot do: it cannot renew a token per attempt nor tell a sent request from an unsent one.
	'@n8n/community-nodes/no-http-request-with-manual-auth': 'off',
};

/** What n8n's own command line tool switches off as well, since the newer community rules say it better. */
const superseded = {
	'n8n-nodes-base/node-class-description-icon-not-svg': 'off',
	'n8n-nodes-base/cred-class-field-documentation-url-miscased': 'off',
	'n8n-nodes-base/cred-class-field-documentation-url-not-http-url': 'off',
	'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
	'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
	'n8n-nodes-base/node-class-description-inputs-wrong-trigger-node': 'off',
};

export default tseslint.config(
	{ ignores: ['dist/**', '.cache/**', 'node_modules/**'] },
	...tseslint.configs.recommended,
	{
		files: ['**/*.ts', '**/*.mts'],
		languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['vitest.config.mts'] } } },
		rules: {
			'no-console': 'error',
			'@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
			'@typescript-eslint/no-explicit-any': 'error',
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/await-thenable': 'error',
			'@typescript-eslint/switch-exhaustiveness-check': [
				'error',
				{ considerDefaultExhaustiveForUnions: true },
			],
		},
	},
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts', 'package.json'],
		...communityConfigs.recommendedWithoutN8nCloudSupport,
		rules: { ...communityConfigs.recommendedWithoutN8nCloudSupport.rules, ...exceptions },
	},
	{
		files: ['nodes/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: { ...nodes.rules, ...superseded },
	},
	{
		files: ['credentials/**/*.ts'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		rules: { ...credentials.rules, ...superseded },
	},
	{
		// The pure rooms know nothing of n8n; what they throw becomes one of n8n's error classes in shared/host.
		files: ['nodes/shared/**/*.ts'],
		ignores: ['nodes/shared/host/**'],
		rules: { '@n8n/community-nodes/require-node-api-error': 'off' },
	},
	{
		// 'Token Lifetime', 'Single-Use Tokens' and 'Token Service' are settings, not tokens. Which fields are masked is tested.
		files: ['credentials/*.credentials.ts'],
		rules: {
			'@n8n/community-nodes/credential-password-field': 'off',
			'n8n-nodes-base/cred-class-field-type-options-password-missing': 'off',
		},
	},
	{
		// What workers share ('Only Once Per', how each call stands) is kept in the Redis of n8n's own credential, which is
		// not ours to define or to name: the Redis that every n8n in queue mode already has. Its secret goes there only.
		files: [
			'nodes/PlaceOutboundCall/PlaceOutboundCall.node.ts',
			'nodes/SyncVoiceCall/SyncVoiceCall.node.ts',
			'nodes/TelephonyEventTrigger/TelephonyEventTrigger.node.ts',
		],
		rules: {
			'@n8n/community-nodes/no-credential-reuse': 'off',
			'@n8n/community-nodes/valid-credential-references': 'off',
			'n8n-nodes-base/node-class-description-credentials-name-unsuffixed': 'off',
		},
	},
	{
		// Connect REST, and the lists to choose from, take OAuth tokens of the organization, for which n8n has credentials of
		// its own that admins already use in its Salesforce node. Their tokens go to Salesforce's hosts only (shared/salesforce/connect/hosts.ts).
		files: [
			'nodes/AddCallTranscript/AddCallTranscript.node.ts',
			'nodes/CreateVoiceCall/CreateVoiceCall.node.ts',
			'nodes/RouteVoiceCall/RouteVoiceCall.node.ts',
			'nodes/SyncVoiceCall/SyncVoiceCall.node.ts',
			'nodes/UpdateVoiceCall/UpdateVoiceCall.node.ts',
		],
		rules: {
			'@n8n/community-nodes/no-credential-reuse': 'off',
			'@n8n/community-nodes/valid-credential-references': 'off',
		},
	},
	{
		// The product's name is written n8n, also in the choice 'This n8n'; the rule would have it 'This N8n'.
		files: [
			'nodes/PlaceOutboundCall/operations/placeCall.ts',
			'nodes/SyncVoiceCall/fields.ts',
			'nodes/TelephonyEventTrigger/fields/options.ts',
		],
		rules: { 'n8n-nodes-base/node-param-display-name-miscased': 'off' },
	},
	{
		// What it throws is caught where the sender is answered; one of n8n's classes would record a failed execution.
		files: ['nodes/TelephonyEventTrigger/webhook/outside.ts'],
		rules: { '@n8n/community-nodes/require-node-api-error': 'off' },
	},
	{
		// It takes what telephony systems report; events that an agent makes up would put calls into Salesforce that never were.
		files: ['nodes/SyncVoiceCall/SyncVoiceCall.node.ts'],
		rules: { '@n8n/community-nodes/node-usable-as-tool': 'off' },
	},
	{
		// n8n's HTTP Request node still hands the deprecated form of a request to a credential.
		files: ['credentials/SalesforceVoiceJwtApi.credentials.ts'],
		rules: { '@n8n/community-nodes/no-deprecated-workflow-functions': 'off' },
	},
	{
		files: ['package.json'],
		plugins: { 'n8n-nodes-base': n8nNodesBase },
		languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
		rules: { ...community.rules, '@typescript-eslint/no-unused-expressions': 'off' },
	},
	{
		files: ['**/*.js', '**/*.mjs'],
		...tseslint.configs.disableTypeChecked,
		rules: { ...tseslint.configs.disableTypeChecked.rules, '@typescript-eslint/no-require-imports': 'off' },
	},
);
