// The chart of the box office: a hook that draws on a canvas, and asks the server for what it shall draw.
import { Hook, registerHooks } from "/live/hooks.js"

/** In pixels. */
const BAR = 8
const FOOT = 22

class Takings extends Hook {
  parts = []
  /** Where the pointer went down, and where it is. */
  drawn = undefined
  isZooming = false

  mounted() {
    const { el } = this
    el.hidden = false
    this.reading = el.nextElementSibling
    this.watching = new AbortController()
    const { signal } = this.watching
    el.addEventListener("pointerdown", (event) => this.begin(event), { signal })
    el.addEventListener("pointermove", (event) => this.move(event), { signal })
    el.addEventListener("pointerup", (event) => this.finish(event), { signal })
    el.addEventListener("pointercancel", () => this.cancel(), { signal })
    el.addEventListener("pointerleave", () => this.read(undefined), { signal })
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.draw(), { signal })
    this.size = new ResizeObserver(() => this.resize())
    this.size.observe(el)
  }

  // The period is another one: a button of the table, or the reply below is on its way.
  updated() {
    if (!this.isZooming) this.load()
  }

  // What was asked for meanwhile has no answer.
  reconnected() {
    this.load()
  }

  destroyed() {
    this.watching.abort()
    this.size.disconnect()
  }

  get count() {
    return Math.max(1, Math.floor(this.el.clientWidth / BAR))
  }

  async load() {
    await this.show(this.pushEvent("parts", { count: this.count }))
  }

  async zoom(from, to) {
    this.isZooming = true
    await this.show(this.pushEvent("zoom", { from, to, count: this.count }))
    this.isZooming = false
  }

  /** Without an answer the old picture stays; `reconnected` asks again. */
  async show(asked) {
    const { parts } = await asked.catch(() => this)
    this.parts = parts
    this.drawn = undefined
    this.read(undefined)
    this.draw()
  }

  // The pointer

  begin(event) {
    if (event.button !== 0) return
    this.el.setPointerCapture(event.pointerId)
    this.drawn = { from: event.offsetX, to: event.offsetX }
  }

  move(event) {
    this.read(this.partAt(event.offsetX))
    if (this.drawn === undefined || this.isZooming) return
    this.drawn.to = event.offsetX
    this.draw()
  }

  finish() {
    if (this.drawn === undefined || this.isZooming) return
    const [left, right] = [this.drawn.from, this.drawn.to].sort((a, b) => a - b)
    if (right - left < BAR) return this.cancel()
    this.zoom(this.dayAt(left), this.dayAt(right))
  }

  cancel() {
    this.drawn = undefined
    this.draw()
  }

  dayAt(x) {
    const { from, to } = this.el.dataset
    return Number(from) + Math.min(Math.max(x / this.el.clientWidth, 0), 1) * (Number(to) - Number(from))
  }

  partAt(x) {
    return this.parts[Math.floor((x / this.el.clientWidth) * this.parts.length)]
  }

  read(part) {
    this.reading.textContent =
      part === undefined
        ? ""
        : `${dateOf(part.from)}: ${part.films} ${part.films === 1 ? "film" : "films"}, ${millions(part.gross)}`
  }

  // The picture

  resize() {
    const { el } = this
    const ratio = devicePixelRatio
    const width = Math.round(el.clientWidth * ratio)
    if (width === 0 || (width === el.width && this.parts.length > 0)) return
    el.width = width
    el.height = Math.round(el.clientHeight * ratio)
    this.draw()
    this.load()
  }

  draw() {
    const { el, parts, drawn } = this
    const style = getComputedStyle(el)
    const colour = (name) => style.getPropertyValue(`--${name}`)
    const context = el.getContext("2d")
    const [width, height] = [el.clientWidth, el.clientHeight]
    context.setTransform(el.width / width, 0, 0, el.height / height, 0, 0)
    context.clearRect(0, 0, width, height)
    const most = Math.max(1, ...parts.map(({ gross }) => gross))
    const step = width / parts.length
    context.fillStyle = colour("chart-cpu")
    parts.forEach(({ gross }, i) => {
      const size = (gross / most) * (height - 2 * FOOT)
      context.fillRect(i * step, height - FOOT - size, Math.max(1, step - 1), size)
    })
    context.fillStyle = colour("line")
    context.fillRect(0, height - FOOT, width, 1)
    context.fillStyle = colour("muted")
    context.font = `12px ${style.fontFamily}`
    context.textBaseline = "bottom"
    context.fillText(parts.length === 0 ? "" : `Up to ${millions(most)} a bar`, 0, 14)
    const labels = Math.max(1, Math.floor(width / 130))
    for (let i = 0; i < labels && parts.length > 0; i++) {
      const x = (i * width) / labels
      context.fillText(dateOf(this.dayAt(x)), x, height - 2)
    }
    if (drawn === undefined) return
    context.globalAlpha = 0.25
    context.fillStyle = colour("accent")
    context.fillRect(drawn.from, 0, drawn.to - drawn.from, height - FOOT)
    context.globalAlpha = 1
  }
}

const date = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" })

function dateOf(day) {
  return date.format(new Date(Math.floor(day) * 86_400_000))
}

function millions(dollars) {
  return `$${(dollars / 1e6).toLocaleString("en", { maximumFractionDigits: 0 })} million`
}

registerHooks({ Takings })
