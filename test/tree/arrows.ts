import { isTestFile, type SourceFile } from './source-tree.ts'

/** What a folder of `src` may import: folders, or single files of them; and whether libraries are allowed. */
interface Arrows {
  readonly local: readonly string[]
  readonly libraries: boolean
}

// ARCHITECTURE.md, "The layout". A test file may import more than the file it tests, so only product code is drawn.
const arrows: Readonly<Record<string, Arrows>> = {
  domain: { local: ['src/domain/'], libraries: false },
  store: { local: ['src/domain/', 'src/store/'], libraries: true },
  payments: { local: ['src/domain/', 'src/payments/'], libraries: true },
  timetable: { local: ['src/domain/', 'src/timetable/'], libraries: true },
  app: {
    local: [
      'src/domain/',
      'src/app/',
      'src/store/store.ts',
      'src/store/faults.ts',
      'src/store/inspector.ts',
      'src/store/inspector.ts',
      'src/payments/gateway.ts',
    ],
    libraries: true,
  },
  http: { local: ['src/domain/', 'src/app/', 'src/http/'], libraries: true },
  cli: { local: ['src/domain/', 'src/app/', 'src/cli/'], libraries: true },
  web: { local: ['src/domain/', 'src/web/'], libraries: true },
}

/** A sentence for each import that goes against an arrow, naming the file. */
export function brokenArrows(files: readonly SourceFile[]): string[] {
  return files.filter((file) => !isTestFile(file.path)).flatMap(brokenArrowsOf)
}

function brokenArrowsOf(file: SourceFile): string[] {
  const broken: string[] = []
  const folder = folderOf(file.path)
  const allowed = arrows[folder]
  if (!allowed && !knowsEverything(file.path))
    broken.push(`${file.path} is in no folder that the architecture knows`)
  for (const { target, isLocal } of file.imports) {
    if (target === 'src/main.ts') broken.push(`${file.path} imports src/main.ts, which nobody may import`)
    else if (target.startsWith('src/parts/') && !knowsEverything(file.path))
      broken.push(`${file.path} imports ${target}, which is for src/main.ts`)
    else if (isLocal && isTestFile(target))
      broken.push(`${file.path} imports ${target}, which is for tests only`)
    else if (allowed && isLocal && !allowed.local.some((prefix) => target.startsWith(prefix)))
      broken.push(`${file.path} imports ${target}: ${folder} may only import ${allowed.local.join(', ')}`)
    else if (allowed && !isLocal && !allowed.libraries)
      broken.push(`${file.path} imports ${target}: ${folder} imports no library`)
  }
  return broken
}

/** Where the program is put together. */
function knowsEverything(path: string): boolean {
  return path === 'src/main.ts' || path.startsWith('src/parts/')
}

function folderOf(path: string): string {
  return path.split('/')[1] ?? ''
}

/** Every import that nobody resolves: a path with a missing file or without its extension. */
export function deadImports(files: readonly SourceFile[]): string[] {
  const known = new Set(files.map((file) => file.path))
  return files.flatMap((file) =>
    file.imports
      .filter(({ target, isLocal }) => isLocal && target.startsWith('src/') && /\.tsx?$/.test(target))
      .filter(({ target }) => !known.has(target))
      .map(({ target }) => `${file.path} imports ${target}, which does not exist`),
  )
}

/** One line for each way round in which files import each other, from the first file in order of paths. */
export function importCycles(files: readonly SourceFile[]): string[] {
  const next = new Map(
    files.map((file) => [file.path, file.imports.filter((one) => one.isLocal).map((one) => one.target)]),
  )
  const state = new Map<string, 'open' | 'done'>()
  const cycles: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    if (state.get(path) === 'done') return
    if (state.get(path) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '))
      return
    }
    state.set(path, 'open')
    for (const target of next.get(path) ?? []) visit(target, [...trail, path])
    state.set(path, 'done')
  }
  for (const file of files) visit(file.path, [])
  return cycles
}
