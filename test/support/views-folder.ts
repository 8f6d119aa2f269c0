/** A folder for the templates of a test: another one each time, gone behind it, as are the hosts that read it. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { closeHosts } from "./http-hosts.js"

export interface ViewsFolder {
  /** Of the test that runs now. */
  readonly path: string
  /** Texts by their names in the folder. */
  write(files: Readonly<Record<string, string>>): void
}

/** To be called once in a file of tests. */
export function viewsFolder(): ViewsFolder {
  let path = ""
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), "livemount-"))
  })
  afterEach(async () => {
    await closeHosts()
    rmSync(path, { recursive: true })
  })
  return {
    get path() {
      return path
    },
    write(files) {
      for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(path, name)), { recursive: true })
        writeFileSync(join(path, name), text)
      }
    },
  }
}
