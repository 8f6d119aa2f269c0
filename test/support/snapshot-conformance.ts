/** What every store of snapshots must do (see `SnapshotStore`), held over each. */

import type { SnapshotStore } from "../../src/snapshot/snapshot-store.js"

export interface StoreUnderTest {
  /** One that holds nothing of these series. */
  make(): SnapshotStore | Promise<SnapshotStore>
  /** Lets so many milliseconds pass, and then some. */
  pass(ms: number): void | Promise<void>
}

let names = 0

export function snapshotConformance(name: string, { make, pass }: StoreUnderTest): void {
  describe(`the ${name} store of snapshots`, () => {
    let store: SnapshotStore
    let series: string
    const put = (counter: number, text = `text ${counter}`, maxAge = 60_000): Promise<void> =>
      store.put(series, { counter, text }, maxAge)
    const newest = async (of = series): Promise<unknown> => {
      const found = await store.newest(of)
      return found && { counter: found.counter, text: found.text }
    }

    beforeAll(async () => {
      store = await make()
    })

    beforeEach(() => {
      series = `series-${process.pid}-${++names}`
    })

    it("names what it holds, always alike", async () => {
      const epoch = await store.epoch()
      expect(epoch).toMatch(/^.{8,}$/)
      await put(1)
      await store.drop(series, 9, 0)
      expect(await store.epoch()).toBe(epoch)
    })

    it("has nothing of a series that it was not given", async () => {
      expect(await newest()).toBeUndefined()
    })

    it("has the newest of each series, by its counter, whenever it comes", async () => {
      await put(1)
      await put(3)
      await put(2, "late")
      await put(3, "once more")
      expect(await newest()).toEqual({ counter: 3, text: "text 3" })
      expect(await newest(`${series}0`)).toBeUndefined()
    })

    it("takes texts as they are, of any length that snapshots have", async () => {
      const text = `1.${"Ab_-".repeat(16_384)}`
      await put(1, text)
      expect(await newest()).toEqual({ counter: 1, text })
    })

    it("counts beyond what fits into 32 bits", async () => {
      await put(5_000_000_000)
      await put(4_999_999_999, "older")
      expect(await newest()).toEqual({ counter: 5_000_000_000, text: "text 5000000000" })
    })

    it("forgets a snapshot when it is too old, and takes the series anew", async () => {
      await put(5, "old", 30)
      await pass(30)
      expect(await newest()).toBeUndefined()
      await put(1)
      expect(await newest()).toEqual({ counter: 1, text: "text 1" })
    })

    it("keeps what is changed for as long as it says then", async () => {
      await put(1, "first", 30)
      await put(2)
      await pass(30)
      expect(await newest()).toEqual({ counter: 2, text: "text 2" })
    })

    it("forgets a series that is dropped, at once", async () => {
      await put(1)
      await store.drop(series, 9, 0)
      expect(await newest()).toBeUndefined()
      await store.drop(series, 9, 0)
    })

    it("forgets a series later, unless it goes on until then", async () => {
      await put(1)
      await store.drop(series, 9, 30)
      expect(await newest()).toEqual({ counter: 1, text: "text 1" })
      await put(2)
      await pass(30)
      expect(await newest()).toEqual({ counter: 2, text: "text 2" })
      await store.drop(series, 9, 30)
      await pass(30)
      expect(await newest()).toBeUndefined()
    })

    it("leaves a series alone that somebody else has gone on with", async () => {
      await put(7)
      for (const after of [0, 10]) await store.drop(series, 6, after)
      await pass(10)
      expect(await newest()).toEqual({ counter: 7, text: "text 7" })
      await store.drop(series, 7, 0)
      expect(await newest()).toBeUndefined()
    })

    it("keeps nothing longer because it is dropped later", async () => {
      await put(1, "short", 30)
      await store.drop(series, 9, 60_000)
      await pass(30)
      expect(await newest()).toBeUndefined()
    })
  })
}
