import assert from 'node:assert/strict'
import { test } from 'node:test'
import { describeProblem } from './problems.ts'
import { type FeedFiles, read, refusalOf } from './small-feed.fixture.ts'

/** A mistake in the small feed, and what the operator is told about it. */
type Refusal = readonly [mistake: string, changes: FeedFiles, told: readonly (string | RegExp)[]]

/** One test for each mistake: the feed is refused with exactly these problems, in this order. */
export function testRefusals(refusals: readonly Refusal[]): void {
  for (const [mistake, changes, told] of refusals)
    test(`T1: a feed is refused with file, line and reason: ${mistake}`, async (t) => {
      const problems = await refusalOf(read(t, changes))
      const texts = problems.map(describeProblem)
      for (const [index, expected] of told.entries()) {
        if (typeof expected === 'string') assert.equal(texts[index], expected)
        else assert.match(texts[index] ?? '', expected)
      }
      assert.equal(texts.length, told.length, texts.join('\n'))
    })
}
