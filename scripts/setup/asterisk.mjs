import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { quietly } from './command.mjs';
import { Trouble, timed } from './console.mjs';
import { cache, cacheFolder } from './folders.mjs';
import { withLock } from './lock.mjs';

/** Debian's unstable suite has the Asterisk that its stable ones lack. */
const SUITE = 'sid';

/**
 * A folder with a small Debian and Asterisk 22 in it, which test/rigs/asterisk starts in a chroot. It is fetched from the
 * mirror that this machine's own apt uses. Gives that folder.
 */
export async function ensureAsterisk() {
	const folder = join(cache, `asterisk-${SUITE}`);
	demandRoot();
	demandTools();
	if (isReady(folder)) return folder;
	await withLock(join(cacheFolder('locks'), 'asterisk'), async () => {
		if (isReady(folder)) return;
		await timed('Fetching Asterisk 22 (once, about 90 s, 500 MB)', () => fetchInto(folder));
		if (!isReady(folder)) {
			throw new Trouble(
				`Asterisk was fetched into ${folder} but does not run there.`,
				'Delete that folder and run the same command again.',
			);
		}
	});
	return folder;
}

/** A half-made folder never bears the final name. */
async function fetchInto(folder) {
	const making = `${folder}.making`;
	demandUnmounted(making);
	rmSync(making, { recursive: true, force: true });
	await quietly(
		'fetch-asterisk',
		'debootstrap',
		['--variant=minbase', '--include=asterisk', SUITE, making, mirror()],
		{ fix: "Check that this machine's apt works (apt-get update), then run the same command again." },
	);
	demandUnmounted(folder);
	rmSync(folder, { recursive: true, force: true });
	renameSync(making, folder);
}

function isReady(folder) {
	if (!existsSync(join(folder, 'usr', 'sbin', 'asterisk'))) return false;
	try {
		return /^Asterisk 22\./.test(execFileSync('chroot', [folder, 'asterisk', '-V'], { encoding: 'utf8' }));
	} catch {
		return false;
	}
}

/** Where this machine's apt has Debian's own packages from. */
function mirror() {
	const lines = execFileSync(
		'apt-get',
		['indextargets', '--format', '$(ORIGIN) $(REPO_URI)', 'Created-By: Packages'],
		{ encoding: 'utf8' },
	).split('\n');
	const addresses = lines.flatMap((line) =>
		line.startsWith('Debian ') ? [line.slice('Debian '.length)] : [],
	);
	const found = addresses.find((address) => !address.includes('security'));
	if (found) return found;
	throw new Trouble(
		"This machine's apt knows no mirror of Debian, which Asterisk would be fetched from.",
		'Run this on Debian, and "apt-get update" once; or leave the tests with a real Asterisk out.',
	);
}

function demandRoot() {
	if (process.getuid?.() === 0) return;
	throw new Trouble(
		'The real Asterisk lives in a folder of its own (chroot), which only root can set up and start.',
		'Run the same command as root.',
	);
}

function demandTools() {
	const missing = [
		['debootstrap', 'debootstrap'],
		['sipp', 'sip-tester'],
	].filter(([tool]) => !isThere(tool));
	if (missing.length === 0) return;
	throw new Trouble(
		`The tests with a real Asterisk need ${missing.map(([tool]) => tool).join(' and ')}.`,
		`Install it (Debian: apt-get install ${missing.map(([, name]) => name).join(' ')}), then run the same command again.`,
	);
}

function isThere(tool) {
	return (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, tool)));
}

/** debootstrap mounts /proc while it works; an interrupted one may have left it, and it must not be deleted. */
function demandUnmounted(folder) {
	const mounted = readFileSync('/proc/mounts', 'utf8')
		.split('\n')
		.map((line) => line.split(' ')[1] ?? '')
		.find((place) => place.startsWith(`${folder}/`));
	if (mounted === undefined) return;
	throw new Trouble(
		`An interrupted set-up has left ${mounted} mounted.`,
		`Unmount it (umount ${mounted}), then run the same command again.`,
	);
}
