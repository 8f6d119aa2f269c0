#!/usr/bin/env node
/** The program `livemount`. */

import { pathToFileURL } from "node:url"
import { runCommand } from "./command.js"

const { write } = process.stdout

process.exitCode = await runCommand(process.argv.slice(2), {
  folder: process.cwd(),
  async load(path) {
    // What the app prints while it loads is no part of the result.
    process.stdout.write = process.stderr.write.bind(process.stderr)
    try {
      return await import(pathToFileURL(path).href)
    } finally {
      process.stdout.write = write
    }
  },
  write: (text) => process.stdout.write(text),
  writeError: (text) => process.stderr.write(text),
})
// The app's module may hold timers and connections; what was written must still arrive.
process.stdout.write("", () => process.exit())
