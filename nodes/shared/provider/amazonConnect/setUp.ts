/** What an admin does in the AWS console; words as they stand there. */
export const SET_UP =
	"<b>EventBridge:</b> Copy the Production URL at the top of this node. In the Amazon EventBridge console choose 'API destinations' and 'Create API destination'; " +
	"paste the URL at 'API destination endpoint', with the HTTP method POST, and create a connection with the authorization type 'API key' " +
	"(or 'Basic'). The value of the API key (or the password) is the credential's secret. Then create a rule on the default event bus: " +
	"AWS service 'Amazon Connect', event type 'Amazon Connect Contact Event', and the API destination as its target. " +
	"<b>SNS:</b> Let the rule send to a topic, enter the topic's ARN below, publish this workflow and create a subscription of the topic with the " +
	"protocol HTTPS and the URL as its endpoint. Leave 'Enable raw message delivery' off, since raw messages are not signed. " +
	'The subscription confirms itself. A secret is not needed.';
