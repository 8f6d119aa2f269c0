/**
 * Brings what the project needs on a fresh machine: npm packages, and with `--browser` a Chromium for the browser tests, and
 * Redis and Postgres for those of the buses.
 * Plain Node without dependencies: it runs before there are any.
 */
import { spawnSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const root = join(import.meta.dirname, "..")
/** Chromium without its own window and services: the same pages for 40 % of the processor's time. */
const headlessShell = "/usr/bin/chromium-headless-shell"

installPackages()
if (process.argv.includes("--browser")) {
  installChromium()
  installEngines()
}

function installPackages() {
  const lock = createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex")
  const stamp = join(root, "node_modules", ".livemount-lock")
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === lock) return
  // Not `npm ci`: it refuses a lock file that does not list the binaries of every other platform.
  run(
    "npm",
    ["install", "--no-save", "--no-audit", "--no-fund"],
    "npm could not install the packages of package-lock.json",
  )
  mkdirSync(join(root, "node_modules"), { recursive: true })
  writeFileSync(stamp, lock)
}

function installChromium() {
  const found = findChromium()
  // Asked for once: where it cannot be had, the Chromium that is there does as well.
  const asked = join(root, "node_modules", ".livemount-chromium")
  if (found !== undefined && (found === process.env.CHROMIUM || found === headlessShell)) return
  if (found !== undefined && existsSync(asked)) return
  if (!installDebian("chromium-headless-shell") && found === undefined) installDebian("chromium")
  writeFileSync(asked, "")
  if (findChromium() === undefined) {
    fail(
      "The browser tests need Chromium: install it (Debian: apt-get install chromium-headless-shell, or chromium) " +
        "or set CHROMIUM to its path.",
    )
  }
}

/** Where they cannot be had, their tests say so and are skipped. */
function installEngines() {
  if (spawnSync("redis-server", ["--version"]).status !== 0) installDebian("redis-server")
  if (!existsSync("/usr/lib/postgresql")) installDebian("postgresql")
}

/** True if it was installed. */
function installDebian(name) {
  const isRoot = process.getuid?.() === 0
  if (!isRoot || spawnSync("apt-get", ["--version"]).status !== 0) return false
  spawnSync("apt-get", ["update"], { stdio: "ignore" })
  return spawnSync("apt-get", ["install", "-y", "--no-install-recommends", name], { stdio: "inherit" }).status === 0
}

function findChromium() {
  const candidates = [
    process.env.CHROMIUM,
    headlessShell,
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ]
  return candidates.find((path) => path !== undefined && existsSync(path))
}

function run(command, args, problem) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" })
  if (status !== 0) fail(problem)
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
