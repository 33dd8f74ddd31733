import { type Challenge, type Share, solveChallenge } from './solve-challenge.ts'

interface Task {
  readonly challenge: Challenge
  readonly share: Share
}

addEventListener('message', async ({ data }: MessageEvent<Task>) => {
  postMessage(await solveChallenge(data.challenge, data.share))
})
