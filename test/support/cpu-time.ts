/** What work costs, where other work holds the machine too: the processor's time, the least of some rounds. */

/** Microseconds of this process. The other work adds to some rounds, by caches and clock speeds, but takes from none. */
export async function cpuTime(work: () => unknown, rounds = 3): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < rounds; round++) {
    const begin = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(begin)
    least = Math.min(least, user + system)
  }
  return least
}
