/**
 * Holds the table of layers (docs/architecture.md) against the imports: a file may import its own folder and the
 * folders below it, never sideways or up, and there is no cycle.
 */
import { readdirSync, readFileSync, statSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { exportsOf } from "../support/source-exports.js"

const root = join(__dirname, "../..")

/** Folders by height; a folder may import those of a lower height only, and itself. */
// Errors stand below telemetry and util, which raise them.
const height: Readonly<Record<string, number>> = {
  adapters: 7,
  src: 6, // src/index.ts, the entry point
  "src/server": 6,
  "src/check": 6.5, // a program that looks at the whole package
  "src/http": 5,
  "src/transport": 5,
  "src/supervise": 4.7,
  "src/process": 4.5,
  "src/view": 4,
  "src/nunjucks": 4,
  "src/component": 3.5,
  "src/render": 3.2,
  "src/async": 3,
  "src/form": 3,
  "src/pubsub": 3.15,
  "src/snapshot": 3.1,
  "src/security": 3,
  "src/html": 3,
  "src/errors": 1.5,
  "src/telemetry": 2,
  "src/util": 2,
  "src/protocol": 1,

  // The browser's half, on its own tower.
  client: 6, // the entry points and the composition root
  "client/features": 5,
  "client/page": 4.5,
  "client/events": 4.2,
  "client/view": 4,
  "client/connection": 3,
  "client/dom": 3,
  "client/util": 2,
}

/** The packages that are imported, each with the folders that may; everything else is the host's, or a mistake. */
const packages: Readonly<Record<string, readonly string[]>> = {
  "@standard-schema/spec": ["src/form", "src/view"],
  cookie: ["src/http", "src/security"],
  entities: ["src/html"],
  nunjucks: ["src/nunjucks"],
  "path-to-regexp": ["src/http"],
  "socket.io": ["src/transport", "src/server"], // in the server the types of options
  "socket.io-parser": ["src/transport"],

  "diff-dom": ["client/features"],
  "socket.io-client": ["client/connection"],
}

interface Import {
  readonly from: string
  readonly to: string
}

const files = ["src", "adapters", "client"].flatMap((folder) => sourceFiles(join(root, folder)))
const imports = files.flatMap(importsOf)

/** Those of packages, whichever file of one. */
const packageImports = imports
  .filter(({ to }) => !isLocal(to) && !to.startsWith("node:"))
  .map(({ from, to }) => ({ from, to: /^(?:@[^/]+\/)?[^/]+/.exec(to)?.[0] ?? to }))

function sourceFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    if (statSync(path).isDirectory()) return sourceFiles(path)
    return path.endsWith(".ts") ? [relative(root, path)] : []
  })
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8")
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^"'`;]*?from\s*["']([^"']+)["']|(?:^|\n)\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/g
  return [...text.matchAll(pattern)].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? ""
    const to = specifier.startsWith(".") ? join(dirname(file), specifier).replace(/\.js$/, ".ts") : specifier
    return { from: file, to }
  })
}

function folderOf(file: string): string {
  const parts = dirname(file).split("/")
  if (parts[0] === "adapters") return "adapters"
  return parts.slice(0, 2).join("/")
}

function isLocal(path: string): boolean {
  return /^(src|adapters|client)\//.test(path)
}

describe("the layers", () => {
  it("are imported downwards only", () => {
    const wrong = imports.filter(({ from, to }) => {
      if (!isLocal(to)) return false
      const own = folderOf(from)
      const other = folderOf(to)
      if (own === other) return false
      return (
        (other.startsWith("client") && !own.startsWith("client")) ||
        (height[own] ?? 0) <= (height[other] ?? Number.POSITIVE_INFINITY)
      )
    })
    expect(wrong.filter(({ from }) => from !== "src/index.ts")).toEqual([])
  })

  it("know every folder, and no other", () => {
    const folders = new Set(files.map(folderOf))
    expect([...folders].sort()).toEqual(Object.keys(height).sort())
  })

  it("let the client import nothing of the server but the protocol", () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        from.startsWith("client/") && isLocal(to) && !to.startsWith("client/") && !to.startsWith("src/protocol/"),
    )
    expect(wrong).toEqual([])
  })

  it("let nobody but the composition root know the client's features, and of those only what hands them out", () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        to.startsWith("client/features/") &&
        !from.startsWith("client/features/") &&
        !(from === "client/page-client.ts" && dirname(to) === "client/features"),
    )
    expect(wrong).toEqual([])
  })

  it("load parts of the client in the table of its features only", () => {
    const loading = files.filter((file) => {
      return file.startsWith("client/") && /\bimport\(/.test(readFileSync(join(root, file), "utf8"))
    })
    // The engine of the connection, which it cannot be opened without where no WebSocket gets through.
    expect(loading).toEqual(["client/connection/slim/socket-connection.ts", "client/features/table.ts"])
  })

  it("let no feature be imported statically by another's neighbour: each is loaded by itself", () => {
    const featureOf = (file: string): string | undefined => /^client\/features\/([\w-]+)\//.exec(file)?.[1]
    const statically = files
      .filter((file) => file.startsWith("client/features/"))
      .flatMap((from) => {
        const text = readFileSync(join(root, from), "utf8")
        const pattern = /(?:^|\n)(?:import|export)\s(?!type\b)[^"';]*?from\s*"([^"]+)"|(?:^|\n)import\s*"([^"]+)"/g
        return [...text.matchAll(pattern)].map((match) => ({
          from,
          to: join(dirname(from), match[1] ?? match[2] ?? ""),
        }))
      })
    const wrong = statically.filter(({ from, to }) => featureOf(to) !== undefined && featureOf(from) !== featureOf(to))
    expect(wrong).toEqual([])
  })

  it("let the protocol import nothing", () => {
    const wrong = imports.filter(({ from, to }) => from.startsWith("src/protocol/") && !to.startsWith("src/protocol/"))
    expect(wrong).toEqual([])
  })

  it("keep socket.io in the transport, nunjucks in its own folder, and each other package where it is needed", () => {
    const wrong = packageImports.filter(({ from, to }) => packages[to]?.includes(folderOf(from)) !== true)
    expect(wrong).toEqual([])
  })

  it("are allowed no package that they do not import", () => {
    const idle = Object.entries(packages).flatMap(([name, folders]) =>
      folders
        .filter((folder) => !packageImports.some(({ from, to }) => to === name && folderOf(from) === folder))
        .map((folder) => `${name} in ${folder}`),
    )
    expect(idle).toEqual([])
  })

  it("keep socket.io in one room of the transport", () => {
    const wrong = imports.filter(
      ({ from, to }) => from.startsWith("src/transport/") && to.startsWith("socket.io") && !/\/socket-io\//.test(from),
    )
    expect(wrong).toEqual([])
  })

  it("give adapters nothing but the adapter kit", () => {
    const wrong = imports.filter(
      ({ from, to }) => from.startsWith("adapters/") && to.startsWith("src/") && to !== "src/server/adapter-kit.ts",
    )
    expect(wrong).toEqual([])
  })

  it("let neither adapter know the other", () => {
    const adapterOf = (path: string): string | undefined => /^adapters\/([\w-]+)\//.exec(path)?.[1]
    const wrong = imports.filter(
      ({ from, to }) =>
        adapterOf(from) !== undefined && adapterOf(to) !== undefined && adapterOf(from) !== adapterOf(to),
    )
    expect(wrong).toEqual([])
  })

  it("have the same files and names in both adapters: what Koa needs, Express has under the same name", () => {
    const namesOf = (folder: string): string[] =>
      readdirSync(join(root, "adapters", folder)).flatMap((file) => [
        file,
        ...exportsOf(join(root, "adapters", folder, file)).map((name) => `${file}: ${name}`),
      ])
    // What Koa calls a context is the request, with its response, in Express.
    const asInExpress = namesOf("koa").map((name) => name.replace("Koa", "Express").replace("Context", "Request"))
    expect(namesOf("express")).toEqual(expect.arrayContaining(asInExpress))
  })

  it("import only packages that package.json installs for users", () => {
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      readonly dependencies: object
      readonly peerDependencies: object
    }
    const installed = Object.keys({ ...dependencies, ...peerDependencies })
    expect(Object.keys(packages).filter((name) => !installed.includes(name))).toEqual([])
  })

  it("have no cycle", () => {
    expect(cyclesOf(imports)).toEqual([])
  })

  it("have no cycle of folders", () => {
    const folders = imports
      .filter(({ to }) => isLocal(to))
      .map(({ from, to }) => ({ from: dirname(from), to: dirname(to) }))
      .filter(({ from, to }) => from !== to)
    expect(cyclesOf(folders)).toEqual([])
  })
})

/** Paths from a node back to itself: one for each that is met. */
function cyclesOf(edges: readonly Import[]): string[] {
  const next = new Map<string, string[]>()
  for (const { from, to } of edges) next.set(from, [...(next.get(from) ?? []), to])
  const done = new Set<string>()
  const path: string[] = []
  const cycles: string[] = []
  const visit = (node: string): void => {
    if (done.has(node)) return
    if (path.includes(node)) {
      cycles.push([...path.slice(path.indexOf(node)), node].join(" → "))
      return
    }
    path.push(node)
    for (const target of next.get(node) ?? []) visit(target)
    path.pop()
    done.add(node)
  }
  for (const node of next.keys()) visit(node)
  return cycles
}
