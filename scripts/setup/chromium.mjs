import { existsSync } from 'node:fs';
import { Trouble } from './console.mjs';

const USUAL_PLACES = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The browser to look at the editor with: $CHROMIUM, or one in a usual place. */
export function findChromium() {
	const named = process.env.CHROMIUM;
	if (named && !existsSync(named)) {
		throw new Trouble(
			`CHROMIUM names ${named}, which does not exist.`,
			"Set it to the browser's program file, or unset it.",
		);
	}
	const found = named || USUAL_PLACES.find((file) => existsSync(file));
	if (found) return found;
	throw new Trouble(
		'No Chromium was found, which the end-to-end tests look at the editor with.',
		'Install it (Debian: apt-get install chromium), or set CHROMIUM to the program file of a Chromium or Chrome.',
	);
}
