import { isTestFile, type SourceFile } from './source-tree.ts'

/** The members of package.json that name packages. */
export interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

/**
 * A sentence for each package that the product is installed with but does not import, or imports but is not
 * installed with.
 */
export function strayPackages(files: readonly SourceFile[], { dependencies }: Manifest): string[] {
  const product = files.filter(({ path }) => !isTestFile(path))
  const imported = new Set(
    product
      .flatMap(({ imports }) =>
        imports.filter(({ isLocal }) => !isLocal).map(({ target }) => packageOf(target)),
      )
      .filter((name) => !name.startsWith('node:')),
  )
  return [
    ...Object.keys(dependencies)
      .filter((name) => !imported.has(name) && !product.some(({ text }) => resolvesFilesOf(text, name)))
      .map((name) => `${name} is a dependency and imported nowhere`),
    ...[...imported]
      .filter((name) => !dependencies[name])
      .toSorted()
      .map((name) => `${name} is imported and no dependency`),
  ]
}

/** Fonts are files: their package is named to be resolved, and never imported. */
function resolvesFilesOf(text: string, name: string): boolean {
  return text.includes('createRequire') && text.includes(`'${name}'`)
}

/** `@fastify/swagger` of `@fastify/swagger`, `typebox` of `typebox/value`. */
function packageOf(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/')
}

/** Packages without their reason in the table of decision 0001, and reasons without their package. */
export function unexplainedPackages(table: string, manifest: Manifest): string[] {
  const rows = table.split('\n').filter((line) => line.startsWith('| `'))
  const explained = rows.flatMap((row) =>
    [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name),
  )
  const { dependencies, devDependencies, optionalDependencies = {} } = manifest
  const installed = Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies })
  return [
    ...installed
      .filter((name) => !explained.some((one) => stands(one, name)))
      .map((name) => `${name} has no reason`),
    ...explained
      .filter((one) => !installed.some((name) => stands(one, name)))
      .map((one) => `${one} is explained and not installed`),
  ]
}

/** A table may name a whole scope: `@types/*`. */
function stands(explained: string, name: string): boolean {
  return explained.endsWith('/*') ? name.startsWith(explained.slice(0, -1)) : explained === name
}
