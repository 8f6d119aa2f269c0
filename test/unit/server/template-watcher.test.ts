import { mkdirSync, mkdtempSync, renameSync, rmSync, watch, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { TemplateWatcher } from "../../../src/server/templates/template-watcher.js"

let folder: string
let watcher: TemplateWatcher
let told: number
let wake: () => void

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "watched-"))
  told = 0
  wake = () => {}
  watcher = new TemplateWatcher(() => {
    told++
    wake()
  })
})
afterEach(() => {
  watcher.close()
  rmSync(folder, { recursive: true })
})

/** Does something, and waits until the watcher tells of it. */
async function tells(change: () => void): Promise<void> {
  const before = told
  const next = new Promise<void>((resolve) => {
    wake = resolve
  })
  change()
  if (told === before) await next
}

describe("TemplateWatcher", () => {
  it("tells of a file that is written, replaced, and removed", async () => {
    const file = join(folder, "a.njk")
    watcher.add(folder)
    await tells(() => writeFileSync(file, "one"))
    await tells(() => writeFileSync(file, "two"))
    writeFileSync(join(folder, "b.njk"), "three")
    await tells(() => renameSync(join(folder, "b.njk"), file))
    await tells(() => rmSync(file))
  })

  it("tells once of several changes that come together", async () => {
    watcher.add(folder)
    await tells(() => {
      for (let i = 0; i < 10; i++) writeFileSync(join(folder, `${i}.njk`), "x")
    })
    // Whatever else it had to tell of them, it has told when another one, which begins now, tells of one more change.
    await new Promise<void>((resolve) => {
      const other = new TemplateWatcher(() => {
        other.close()
        resolve()
      })
      other.add(folder)
      writeFileSync(join(folder, "later.njk"), "x")
    })
    expect(told).toBeLessThanOrEqual(2)
  })

  it("watches folders inside, also those that are made later", async () => {
    mkdirSync(join(folder, "inner"))
    watcher.add(folder)
    await tells(() => writeFileSync(join(folder, "inner", "a.njk"), "x"))
    await tells(() => mkdirSync(join(folder, "later")))
    await tells(() => writeFileSync(join(folder, "later", "a.njk"), "x"))
    await tells(() => rmSync(join(folder, "later"), { recursive: true }))
    await tells(() => mkdirSync(join(folder, "later")))
    await tells(() => writeFileSync(join(folder, "later", "a.njk"), "x"))
  })

  it("takes a folder that does not exist for an empty one", async () => {
    watcher.add(join(folder, "none"))
    watcher.add(folder)
    await tells(() => writeFileSync(join(folder, "a.njk"), "x"))
  })

  it.each<[string, (closed: TemplateWatcher) => void]>([
    [
      "of what it watched",
      (closed) => {
        closed.add(folder)
        closed.close()
      },
    ],
    [
      "of a folder that it is given afterwards",
      (closed) => {
        closed.close()
        closed.add(folder)
      },
    ],
  ])("tells nothing when it is closed, %s", async (_, close) => {
    let told = 0
    const closed = new TemplateWatcher(() => told++)
    close(closed)
    // Another one, which watches the same, tells of two changes: by then the first would have been told, too.
    watcher.add(folder)
    await tells(() => writeFileSync(join(folder, "a.njk"), "x"))
    await tells(() => writeFileSync(join(folder, "b.njk"), "x"))
    expect(told).toBe(0)
  })

  it("tells nothing when it is closed while it waits for quiet", async () => {
    let told = 0
    const closed = new TemplateWatcher(() => told++)
    closed.add(folder)
    watcher.add(folder)
    const seen = new Promise<void>((resolve) => {
      const raw = watch(folder, () => {
        raw.close()
        resolve()
      })
    })
    const next = tells(() => writeFileSync(join(folder, "a.njk"), "x"))
    await seen
    closed.close()
    await next
    await tells(() => writeFileSync(join(folder, "b.njk"), "x"))
    expect(told).toBe(0)
  })
})
