/* Leaving fast, never showing a page again that was left, errors, and "I need more time".
   Every page works without this file. It stores nothing on the device. */
(function () {
  'use strict'

  var root = document.documentElement
  var personal = 'personal' in document.body.dataset

  /* Empty the page rather than hide it: what is not there cannot be shown by Back, by a slow network or by a style
     sheet that did not load. The words go in last, so that a screen reader says them. */
  function blank () {
    var cover = document.createElement('div')
    cover.className = 'cover'
    cover.setAttribute('role', 'alert')
    root.classList.add('covered')
    document.body.replaceChildren(cover)
    cover.textContent = 'Loading.'
    document.title = 'Loading'
  }

  /* The other site's address stands in the link, so leaving does not wait for our server, nor need it. */
  function leave (link) {
    var address = link.dataset.exitUrl
    blank()
    try {
      fetch(link.href, { method: 'POST', keepalive: true, redirect: 'manual' }).catch(function () {})
    } catch (error) { /* leaving matters more than being told */ }
    location.replace(address)
  }

  var exit = document.querySelector('a[data-exit]')
  if (exit) {
    document.addEventListener('click', function (event) {
      var link = event.target.closest && event.target.closest('a[data-exit]')
      if (!link) return
      event.preventDefault()
      leave(link)
    }, true)
    watchShift(exit)
  }

  /* Shift three times in five seconds. Counted when it goes down, acted on when it comes up: by then we know whether
     it was held for a capital letter or a shift-click, which do not count. Two Shift keys in turn do count. */
  function watchShift (link) {
    var presses = []
    function forget () { presses = [] }
    document.addEventListener('keydown', function (event) {
      if (event.key !== 'Shift') return forget()
      if (event.repeat) return
      presses.push(Date.now())
      presses = presses.slice(-3)
    }, true)
    document.addEventListener('keyup', function (event) {
      if (event.key === 'Shift' && presses.length === 3 && presses[2] - presses[0] <= 5000) leave(link)
    }, true)
    document.addEventListener('mousedown', forget, true)
  }

  /* A browser keeps left pages in memory and shows them again on Back, whatever the headers said. So a personal page
     is emptied as it goes into memory, and fetched anew, with GET, when it comes back out. */
  if (personal) {
    window.addEventListener('pagehide', function (event) {
      if (event.persisted) blank()
    })
  }
  window.addEventListener('pageshow', function (event) {
    if (!event.persisted || !(personal || root.classList.contains('covered'))) return
    blank()
    location.replace(location.pathname + location.search)
  })

  /* A link to a line that opens: open it, and all it lies in. Styles do so too where a browser lets them; the line then
     only looks open, and a screen reader hears that it is not. */
  function openTarget () {
    var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1))
    if (!target) return
    var inside = target.querySelector('details')
    if (inside && target.matches('.lands, .ground, .words > li')) inside.open = true
    for (var box = target.closest('details'); box; box = box.parentElement.closest('details')) box.open = true
    target.scrollIntoView()
  }
  if (location.hash) openTarget()
  window.addEventListener('hashchange', openTarget)

  var summary = document.querySelector('[data-errors]')
  if (summary) {
    summary.tabIndex = -1
    summary.focus()
    summary.addEventListener('click', function (event) {
      var link = event.target.closest('a[href^="#"]')
      var field = link && document.getElementById(link.hash.slice(1))
      if (!field) return
      event.preventDefault()
      var group = field.closest('fieldset, .govuk-form-group')
      if (group) group.scrollIntoView()
      field.focus({ preventScroll: true })
    })
  }

  /* The server clears what was typed after so many idle minutes. Two minutes before, offer more time. The clock is
     read each time, because a sleeping phone stops timers but not the server. */
  var idle = document.querySelector('[data-idle]')
  var minutes = Number(document.body.dataset.idleMinutes)
  if (idle && minutes > 2) {
    var lastAsked = Date.now()
    var words = idle.querySelector('template')
    var ticking = setInterval(check, 1000)
    document.addEventListener('visibilitychange', check)
    idle.addEventListener('click', function (event) {
      if (event.target.closest('button')) stay()
    })
  }

  function check () {
    var left = minutes * 60000 - (Date.now() - lastAsked)
    if (left <= 0) {
      /* Asked for once: a second call would break off the first, and on a slow network none would ever arrive. */
      clearInterval(ticking)
      document.removeEventListener('visibilitychange', check)
      blank()
      location.replace(document.body.dataset.idleUrl)
    } else if (left <= 120000 && !idle.querySelector('button')) {
      root.classList.add('idling')
      idle.appendChild(words.content.cloneNode(true))
    }
  }

  function stay () {
    var asked = Date.now()
    fetch(document.body.dataset.stillUrl, { cache: 'no-store', redirect: 'error' }).then(function (answer) {
      if (!answer.ok) return
      lastAsked = asked
      root.classList.remove('idling')
      idle.replaceChildren(words)
      document.getElementById('main').focus({ preventScroll: true })
    }, function () {})
  }
})()
