/** A piece of a file that is one line of a transcript, still as text. */
export interface Piece {
	/** Of the file, counted from 1: where the piece begins. */
	readonly line: number;
	readonly text: string;
}

/** Cuts a file into pieces while it comes in. Throws a FileProblem for what cannot be cut. */
export interface Splitter {
	push(chunk: Buffer): Piece[];
	/** What is left when the file has ended. */
	end(): Piece[];
}
