/** Ways to do the same in one process, measured in turn. */

/** Median microseconds of processor time of one call of each, in batches of about 15 ms that take turns. */
export function compare(runs, rounds = 25) {
  const batches = runs.map((run) => {
    const until = performance.now() + 200
    let calls = 0
    while (performance.now() < until) {
      run()
      calls += 1
    }
    return Math.max(1, Math.round(calls / 13))
  })
  const times = runs.map(() => [])
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, run] of runs.entries()) {
      const start = process.cpuUsage()
      for (let i = 0; i < batches[index]; i += 1) run()
      const { user, system } = process.cpuUsage(start)
      times[index].push((user + system) / batches[index])
    }
  }
  return times.map(median)
}

export function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1]
}

/** Has a text made of its parts, as who sends it has: a rope is only text when someone reads it. */
export function read(text) {
  return Buffer.byteLength(text)
}
