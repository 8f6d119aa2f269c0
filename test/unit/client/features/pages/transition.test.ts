/** When a page is shown by a View Transition. */
import { inTransition } from "../../../../../client/features/pages/transition.js"

let now = 0
/** How long the browser takes until it has a picture of the old page. */
let takes = 0
let transitions = 0

beforeAll(() => {
  jest.spyOn(performance, "now").mockImplementation(() => now)
  Object.assign(CSSStyleSheet.prototype, { replaceSync: () => {} })
  Object.assign(window, { matchMedia: () => ({ matches: false }) })
  Object.assign(Document.prototype, {
    adoptedStyleSheets: [],
    startViewTransition(work: () => void) {
      transitions++
      now += takes
      work()
      const done = Promise.resolve()
      return { ready: done, finished: done, updateCallbackDone: done }
    },
  })
  Object.defineProperty(Document.prototype, "hidden", { configurable: true, get: () => false })
})
afterAll(() => jest.restoreAllMocks())

/** Shows a page; true if by a transition. */
async function shows(): Promise<boolean> {
  const before = transitions
  let isDone = false
  await inTransition(() => {
    isDone = true
  })
  expect(isDone).toBe(true)
  return transitions > before
}

it("by one, as long as that begins at once; for a while not, where it kept the user waiting", async () => {
  takes = 30
  expect([await shows(), await shows()]).toEqual([true, true])
  takes = 80
  expect([await shows(), await shows()]).toEqual([true, false])
  now += 29_000
  expect(await shows()).toBe(false)
  now += 1000
  takes = 10
  expect([await shows(), await shows()]).toEqual([true, true])
})
