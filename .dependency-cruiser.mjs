// What each package may import. A rule lists what is allowed, so that a new package of a kind starts closed.

/** Forbids the sources of one package, or of each package of a kind (`adapters/[^/]+`), all of ours but `allowed`. */
function mayImport(from, allowed, reason) {
  return {
    name: `${from.split('/')[0]}-may-import`,
    comment: reason,
    severity: 'error',
    from: { path: `^packages/(${from})/src/` },
    to: { path: '^packages/', pathNot: ['^packages/$1/', ...allowed.map((name) => `^packages/${name}/`)] },
  }
}

export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Types may refer to each other across files; modules that run may not.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'not-resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'packages-by-name',
      comment: 'Another package is imported as @tutti/…, as its users do, never by a path into its folder.',
      severity: 'error',
      from: { path: '^packages/((?:adapters|plugins|stores|engines|limiters)/[^/]+|[^/]+)/(?:src|test)/' },
      to: { path: '^packages/', pathNot: '^packages/$1/', dependencyTypes: ['local'] },
    },
    {
      name: 'model-and-text-run-anywhere',
      severity: 'error',
      from: { path: '^packages/(model|text)/src/' },
      to: { dependencyTypes: ['core'] },
    },
    mayImport('model', [], 'Everything else is built on the model.'),
    mayImport('text', ['model'], 'Text is pure functions over the model.'),
    mayImport('adapter-kit', ['model'], 'The kit serves adapters, which never see core.'),
    mayImport(
      'core',
      ['model', 'text', 'adapter-kit'],
      "Core knows no adapter or plugin: a third party's has equal standing.",
    ),
    mayImport(
      'testing',
      ['model', 'text', 'adapter-kit', 'core'],
      'The kits know no adapter, plugin or store by name.',
    ),
    mayImport('adapters/[^/]+', ['model', 'text', 'adapter-kit'], 'An adapter is used by core and never uses it.'),
    mayImport('plugins/[^/]+', ['model', 'core'], 'A plugin has what a third party has.'),
    mayImport('cli', ['model', 'text', 'adapter-kit', 'core'], 'The command names no adapter, plugin or store.'),
    mayImport('stores/[^/]+', ['model'], 'A store implements a contract of the model.'),
    mayImport('engines/[^/]+', ['model'], 'An engine implements a contract of the model.'),
    mayImport('limiters/[^/]+', ['model'], 'A limiter implements a contract of the model.'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(?:^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@tutti/source', 'import', 'types', 'default'],
    },
  },
}
