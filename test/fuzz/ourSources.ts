import { registerHooks } from 'node:module';

// The package's own imports name no file endings, since it is compiled, and its folder says nothing of modules. What is
// imported after this one may be of it.
registerHooks({
	resolve: (specifier, context, next) =>
		next(
			!context.parentURL?.includes('/node_modules/') && /^\.\.?\/.*(?<!\.ts)$/.test(specifier)
				? `${specifier}.ts`
				: specifier,
			context,
		),
	load: (url, context, next) =>
		next(url, url.endsWith('.ts') ? { ...context, format: 'module-typescript' } : context),
});
