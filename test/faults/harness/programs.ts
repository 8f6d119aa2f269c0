/** What the fault suite runs in other processes and in tabs, bundled into a folder of its own. */
import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const FILES = {
  /** What servers run. */
  server: "server.mjs",
  /** What runs in a tab of jsdom. */
  tab: "tab.js",
  /** The same, which waits less. */
  hasty: "hasty.js",
  /** What runs in a tab of Chromium, before its page. */
  chromium: "chromium.js",
  /** Many tabs of jsdom. */
  crowd: "crowd.mjs",
} as const

export type Program = keyof typeof FILES

export interface Programs {
  readonly folder: string
  /** A file, empty at first, for what handlers write down. */
  readonly journal: string
  file(program: Program): string
}

/** @param root - The package's folder. */
export function makePrograms(root: string, names: readonly Program[]): Programs {
  mkdirSync(join(root, "dist"), { recursive: true })
  const folder = mkdtempSync(join(root, "dist", "faults-"))
  execFileSync(process.execPath, [join(root, "test/faults/harness/bundle.mjs"), folder, names.join()])
  const journal = join(folder, "journal")
  writeFileSync(journal, "")
  return { folder, journal, file: (program) => join(folder, FILES[program]) }
}
