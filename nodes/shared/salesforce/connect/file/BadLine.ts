/** What is wrong with one line of a transcript: `what` continues "Line 17 of the file ". */
export class BadLine {
	constructor(
		readonly line: number,
		readonly what: string,
		readonly fix: string,
	) {}
}
