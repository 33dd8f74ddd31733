import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type TestContext, test } from 'node:test'
import { describeFeed } from '../cli/import-report.ts'
import type { FeedOptions } from '../cli/tools.ts'
import { temporaryFolder, writeFeed } from '../timetable/gtfs/small-feed.fixture.ts'
import { readFeed } from './feeds.ts'

const options: FeedOptions = {
  source: null,
  consistsFile: null,
  faresFile: null,
  shiftTo: null,
  horizonDays: 60,
  modes: 'rail',
  skipBadTrips: false,
  today: '2026-05-01',
}

/** The examples of docs/consists.md, each in the file that its text names. */
async function documentedFiles(t: TestContext) {
  const folder = await temporaryFolder(t)
  const manual = path.join(import.meta.dirname, '..', '..', 'docs', 'consists.md')
  const text = await readFile(manual, 'utf8')
  const examples = [...text.matchAll(/```json\n(.*?)```/gs)].map((match) => match[1] ?? '')
  const write = async (member: string, name: string) => {
    const found = examples.find((example) => example.includes(`"${member}"`))
    assert.ok(found, `docs/consists.md has an example with ${member}`)
    await writeFile(path.join(folder, name), found)
    return path.join(folder, name)
  }
  await write('rows', 'my-railcar.json')
  return {
    consistsFile: await write('layouts', 'my-consists.json'),
    faresFile: await write('fares', 'my-fares.json'),
  }
}

test('N14: The report of an import says how many trains each consist and fare decided, in which currency, and whether they are the built-in ones', async (t) => {
  const feed = await writeFeed(t)
  const { report } = await readFeed(feed, options, () => undefined)
  assert.deepEqual(describeFeed(report).slice(1, 4), [
    'Coaches by the built-in rules: regional for 1 train.',
    'Prices by the built-in rules, in EUR: regional for 1 train.',
    'The built-in rules are an example; give your own with --consists and --fares (docs/consists.md).',
  ])
})

test('N14: the examples of docs/consists.md import a timetable as the manual says', async (t) => {
  const feed = await writeFeed(t)
  const files = await documentedFiles(t)
  const { timetable, report } = await readFeed(feed, { ...options, ...files }, () => undefined)
  assert.deepEqual(
    timetable.trains.map(({ consistName, fareName }) => [consistName, fareName]),
    [['intercity', 'standard']],
  )
  assert.deepEqual(describeFeed(report).slice(1, 4), [
    `Coaches by ${files.consistsFile}: intercity for 1 train.`,
    `Prices by ${files.faresFile}, in EUR: standard for 1 train.`,
    'Warning: The timetable ends on 2026-05-31, within the horizon; import the next one in time.',
  ])
})
