// Loaded before the server's first line. Each SIGUSR2 moves the steady clock, which measures holds, ahead by
// the two minutes of a hold and one second.
let aheadMs = 0
const steady = performance.now.bind(performance)
performance.now = () => steady() + aheadMs
process.on('SIGUSR2', () => {
  aheadMs += 121_000
})
