// The site's own few lines. `socket.pushEvent("focus", { id })` arrives here as an event of the window.
window.addEventListener("live:scroll-to-start", (event) => {
  document.getElementById(event.detail.id)?.scrollTo({ top: 0 })
})
window.addEventListener("live:focus", (event) => {
  document.getElementById(event.detail.id)?.focus()
})
