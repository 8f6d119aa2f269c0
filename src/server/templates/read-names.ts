/**
 * Finds out which names a template reads, whatever its engine: renders it with a probe under each, and looks which were
 * touched, and whether the text is another one.
 */

type Render = (values: object) => Promise<string>

/**
 * Returns those of the names that the template reads.
 *
 * @param usual - The text without any of them. Undefined: it cannot be rendered without.
 */
export async function readNames(
  render: Render,
  values: object,
  names: readonly string[],
  usual?: string,
): Promise<readonly string[]> {
  if (names.length === 0) return []
  const touched = new Set<string>()
  const probes = Object.fromEntries(names.map((name) => [name, probe(() => touched.add(name))]))
  const text = await attempt(render, { ...probes, ...values })
  // Who only asks whether there is one touches nothing, but writes something else.
  if (text !== usual && usual !== undefined && touched.size === 0 && (await attempt(render, values)) === usual) {
    for (const name of names) {
      if ((await attempt(render, { [name]: probes[name], ...values })) !== usual) touched.add(name)
    }
  }
  return names.filter((name) => touched.has(name))
}

async function attempt(render: Render, values: object): Promise<string | undefined> {
  try {
    return await render(values)
  } catch {
    return undefined
  }
}

/** A value that may be called, read from and written out, and tells of it. */
function probe(touched: () => void): unknown {
  const self: unknown = new Proxy(() => "", {
    get(_target, key) {
      touched()
      if (key === Symbol.iterator) return () => [][Symbol.iterator]()
      // Not a promise, and no object that makes JSON of itself.
      if (key === "then" || key === "toJSON") return undefined
      if (key === Symbol.toPrimitive || key === "toString" || key === "valueOf") return () => ""
      return key === "length" ? 0 : self
    },
    has: () => touched() === undefined,
    apply: () => {
      touched()
      return self
    },
  })
  return self
}
