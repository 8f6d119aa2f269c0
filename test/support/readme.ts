/** The code of README.md, and folders in which it is run as a reader would run it. */

import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { type AddressInfo, createServer } from "node:net"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"

const root = join(__dirname, "../..")
const modules = join(root, "node_modules")

/** The whole text. */
export const readme: string = readFileSync(join(root, "README.md"), "utf8")

/** A code block. */
export interface Block {
  readonly language: string
  readonly text: string
  /** What its first line, a comment, names. */
  readonly file: string | undefined
}

/** All of a page, in their order. */
export function blocksOf(page: string): readonly Block[] {
  return [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = "", text = ""]) => ({
    language,
    text,
    file: /^(?:\/\/|\{#) ([\w./-]+)(?: #\})?\n/.exec(text)?.[1],
  }))
}

/** Those of README.md. */
export const blocks: readonly Block[] = blocksOf(readme)

/** The block that holds a text. */
export function blockWith(part: string): string {
  const found = blocks.filter(({ text }) => text.includes(part))
  if (found.length !== 1) throw new Error(`${found.length} blocks of README.md hold ${JSON.stringify(part)}.`)
  return (found[0] as Block).text
}

/** The block of a file. */
export function fileOf(name: string): string {
  const found = blocks.find(({ file }) => file === name)
  if (found === undefined) throw new Error(`README.md has no file ${name}.`)
  return found.text
}

/** The commands of all `sh` blocks, without their comments. */
export function commands(): string[] {
  const lines = blocks.filter(({ language }) => language === "sh").flatMap(({ text }) => text.split("\n"))
  return lines.map((line) => line.replace(/ +#.*/, "").trim()).filter((line) => line !== "")
}

/** A folder of its own outside of this one, with just these packages, as if they had been installed. */
export class ReadmeProject {
  readonly folder = realpathSync(mkdtempSync(join(tmpdir(), "livemount-readme-")))
  readonly #children: ChildProcess[] = []

  constructor(files: Readonly<Record<string, string>>, packages: readonly string[]) {
    for (const [path, text] of Object.entries(files)) this.#write(path, text)
    for (const name of packages) {
      const link = join(this.folder, "node_modules", name)
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(name === "livemount" ? root : join(modules, name), link, "dir")
    }
  }

  #write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true })
    writeFileSync(join(this.folder, path), text)
  }

  /** Compiles its TypeScript, strictly, with more options. Returns what the compiler says. */
  compile(more: Readonly<Record<string, unknown>> = {}): string {
    this.#write("package.json", JSON.stringify({ type: "module" }))
    const options = { target: "es2022", module: "nodenext", strict: true, skipLibCheck: true, types: ["node"], ...more }
    this.#write("tsconfig.json", JSON.stringify({ compilerOptions: options }))
    symlinkSync(join(modules, "@types"), join(this.folder, "node_modules", "@types"), "dir")
    const { stdout } = spawnSync(process.execPath, [join(modules, "typescript/bin/tsc"), "-p", "."], {
      cwd: this.folder,
      encoding: "utf8",
    })
    return stdout
  }

  /** Runs a command, `node app.mjs`, with another port than the one in the program. Resolves when it answers. */
  async start(command: string): Promise<string> {
    const [node, program = ""] = command.split(" ")
    if (node !== "node") throw new Error(`${command} does not run a program.`)
    const port = await freePort()
    const text = readFileSync(join(this.folder, program), "utf8")
    if (!text.includes("app.listen(3000)")) throw new Error(`${program} does not listen on 3000.`)
    this.#write(program, text.replace("app.listen(3000)", `app.listen(${port})`))
    const child = spawn(process.execPath, [...process.execArgv, program], {
      cwd: this.folder,
      env: { ...process.env, NODE_ENV: "development", SESSION_SECRET: "a secret of the session" },
    })
    this.#children.push(child)
    let said = ""
    child.stderr.on("data", (chunk) => (said += String(chunk)))
    const url = `http://localhost:${port}`
    while (child.exitCode === null) {
      const answers = await fetch(url).then(
        () => true,
        () => false,
      )
      if (answers) return url
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    throw new Error(`${command} has ended: ${said}`)
  }

  /** Ends what it has started, and removes the folder. */
  async remove(): Promise<void> {
    for (const child of this.#children.splice(0)) {
      if (child.exitCode !== null) continue
      const gone = new Promise((resolve) => child.once("exit", resolve))
      child.kill()
      await gone
    }
    rmSync(this.folder, { recursive: true, force: true })
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
