import { isTestFile, type SourceFile } from './source-tree.ts'

/** What a folder of `src` may import: folders or single files of them, and whether libraries are allowed. */
interface Arrows {
  readonly local: readonly string[]
  readonly libraries: boolean
}

// ARCHITECTURE.md, "The layout". A test file may import more than the file it tests, so only product code is
// drawn.
const arrows: Readonly<Record<string, Arrows>> = {
  domain: { local: ['src/domain/'], libraries: false },
  store: { local: ['src/domain/', 'src/store/'], libraries: true },
  payments: { local: ['src/domain/', 'src/payments/'], libraries: true },
  mail: { local: ['src/domain/', 'src/mail/'], libraries: true },
  timetable: { local: ['src/domain/', 'src/timetable/'], libraries: true },
  app: {
    local: [
      'src/domain/',
      'src/app/',
      'src/store/store.ts',
      'src/store/faults.ts',
      'src/store/inspector.ts',
      'src/payments/gateway.ts',
      'src/mail/mailer.ts',
    ],
    libraries: true,
  },
  http: { local: ['src/domain/', 'src/app/', 'src/http/'], libraries: true },
  cli: { local: ['src/domain/', 'src/app/', 'src/cli/'], libraries: true },
  web: { local: ['src/domain/', 'src/web/'], libraries: true },
}

/** The rooms of a layer, each with the rooms below it that its files may import. */
type Rooms = Readonly<Record<string, readonly string[]>>

// ARCHITECTURE.md, "Subjects": the same names in each layer, the lowest first.
const subjects: Rooms = {
  railway: [],
  records: ['railway'],
  inventory: ['railway', 'records'],
  sale: ['railway', 'records', 'inventory'],
  money: ['railway', 'records', 'inventory', 'sale'],
  'after-sale': ['railway', 'records', 'inventory'],
  operations: ['railway', 'records', 'inventory', 'sale', 'money', 'after-sale'],
  tickets: ['railway', 'records', 'after-sale'],
  people: ['records'],
  messages: ['railway', 'records', 'after-sale', 'tickets'],
  upkeep: ['railway', 'records', 'inventory', 'sale', 'money', 'after-sale', 'people', 'messages', 'tickets'],
}

const faces: Rooms = { shared: [], passenger: ['shared'], operator: ['shared'], inspect: ['shared'] }

// No database knows the other. Code that carries rows between them is beside them.
const databases: Rooms = { columns: [], memory: [], sqlite: ['columns'], postgres: ['columns'] }

/** The folders that are divided into rooms, and whether a file outside of all rooms may import them. */
const divided: readonly { readonly layer: string; readonly rooms: Rooms; readonly topMayImport: boolean }[] =
  [
    { layer: 'src/domain/', rooms: subjects, topMayImport: false },
    { layer: 'src/app/', rooms: subjects, topMayImport: true },
    { layer: 'src/http/routes/', rooms: subjects, topMayImport: false },
    { layer: 'src/web/', rooms: faces, topMayImport: false },
    { layer: 'src/store/', rooms: databases, topMayImport: true },
  ]

/** A sentence for each import that goes against an arrow, naming the file. */
export function brokenArrows(files: readonly SourceFile[]): string[] {
  return files
    .filter((file) => !isTestFile(file.path))
    .flatMap((file) => [...brokenArrowsOf(file), ...brokenArrowsInside(file)])
}

/** Imports of one file between the rooms of its own layer. */
function brokenArrowsInside(file: SourceFile): string[] {
  const division = divided.find(({ layer }) => file.path.startsWith(layer))
  if (!division) return []
  const { layer, rooms, topMayImport } = division
  const own = roomOf(file.path, layer)
  if (own !== undefined && !rooms[own]) return [`${file.path} is in ${layer}${own}, a room that nobody knows`]
  const below = own === undefined ? (topMayImport ? Object.keys(rooms) : []) : [own, ...(rooms[own] ?? [])]
  return file.imports
    .filter(({ target, isLocal }) => isLocal && target.startsWith(layer))
    .filter(({ target }) => {
      const room = roomOf(target, layer)
      return room !== undefined && !below.includes(room)
    })
    .map(
      ({ target }) => `${file.path} imports ${target}: ${own ?? 'a file outside of the rooms'} is below it`,
    )
}

/** The folder of a layer that a path is in; undefined for a file of the layer itself. */
function roomOf(path: string, layer: string): string | undefined {
  const parts = path.slice(layer.length).split('/')
  return parts.length > 1 ? parts[0] : undefined
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

/** Every import that does not resolve: the path of a missing file or without its extension. */
export function deadImports(files: readonly SourceFile[]): string[] {
  const known = new Set(files.map((file) => file.path))
  return files.flatMap((file) =>
    file.imports
      .filter(({ target, isLocal }) => isLocal && target.startsWith('src/') && /\.tsx?$/.test(target))
      .filter(({ target }) => !known.has(target))
      .map(({ target }) => `${file.path} imports ${target}, which does not exist`),
  )
}

/** One line for each cycle of imports, starting at its first file in order of paths. */
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
