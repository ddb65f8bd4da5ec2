const { rmSync } = require('node:fs');
const { src, dest, parallel } = require('gulp');

/** Icons keep their place beside nodes and credentials, since descriptions name them by relative path. */
function icons() {
	return src('icons/**/*.svg', { encoding: false }).pipe(dest('dist/icons'));
}

/** n8n reads a codex file from the same path as its node, and output schemas from `__schema__` beside it. */
function codex() {
	return src(['nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json']).pipe(dest('dist/nodes'));
}

function clean(done) {
	rmSync('dist', { recursive: true, force: true });
	done();
}

exports.clean = clean;
exports.build = parallel(icons, codex);
