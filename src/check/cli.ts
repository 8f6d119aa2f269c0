#!/usr/bin/env node
/** The program `livemount`. */

import { runCommand } from "./command.js"
import { loadApp } from "./load-app.js"

// What the app prints, while it is loaded and later, is no part of the result.
const write = process.stdout.write.bind(process.stdout)
process.stdout.write = process.stderr.write.bind(process.stderr)

const folder = process.cwd()
const writeError = (text: string): boolean => process.stderr.write(text)

let loading: string | undefined
process.once("exit", (code) => {
  if (loading === undefined) return
  writeError(`livemount: ${loading} ended the process (exit code ${code}) while it was loaded or checked.\n`)
  process.exitCode = 2
})

const ended = await runCommand(process.argv.slice(2), {
  folder,
  load(path, { module, patience }) {
    loading = module
    return loadApp(path, { module, folder, patience, note: (text) => writeError(`livemount: ${text}\n`) })
  },
  write: (text) => void write(text),
  writeError,
})
loading = undefined
process.exitCode = ended
// The app's module may hold timers and connections; what was written must still arrive.
write("", () => process.exit())
