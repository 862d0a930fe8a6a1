/* What a test sees on a page that is open: measured, not guessed. Every function gives a list of what is wrong. */
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)]
  const shown = element => element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  const name = element => {
    const words = (element.innerText || element.value || element.name || '').trim().slice(0, 40)
    return `<${element.localName}${element.id ? '#' + element.id : ''}${element.className && typeof element.className === 'string' ? '.' + element.className.split(' ')[0] : ''}> ${words}`
  }
  const floating = element => {
    for (let e = element; e; e = e.parentElement) {
      if (['sticky', 'fixed'].includes(getComputedStyle(e).position)) return true
    }
    return false
  }
  const onlyHeard = element => {
    for (let e = element; e && e !== document.body; e = e.parentElement) {
      const style = getComputedStyle(e)
      const box = e.getBoundingClientRect()
      if (style.position === 'absolute' && (box.width <= 1 || box.height <= 1 || box.right < 0)) return true
    }
    return false
  }
  const texts = root => {
    const found = []
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement
      if (!node.data.trim() || !shown(element) || onlyHeard(element) || element.closest('svg, script, style, template, option')) continue
      found.push({ node, element })
    }
    return found
  }
  const boxes = node => {
    const range = document.createRange()
    range.selectNodeContents(node)
    return [...range.getClientRects()].filter(box => box.width > 1 && box.height > 1)
  }

  /* colours: composite everything behind a text down to the canvas */
  const probe = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const parse = colour => {
    probe.clearRect(0, 0, 1, 1)
    probe.fillStyle = colour
    probe.fillRect(0, 0, 1, 1)
    const [r, g, b, a] = probe.getImageData(0, 0, 1, 1).data
    return { r, g, b, a: a / 255 }
  }
  const over = (top, below) => ({
    r: top.r * top.a + below.r * (1 - top.a),
    g: top.g * top.a + below.g * (1 - top.a),
    b: top.b * top.a + below.b * (1 - top.a),
    a: 1
  })
  const light = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map(v => v / 255).map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const behind = element => {
    const layers = []
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor)
      if (colour.a) layers.push(colour)
      if (colour.a === 1) break
    }
    const dark = matchMedia('(prefers-color-scheme: dark)').matches
    return layers.reverse().reduce((below, top) => over(top, below), dark ? { r: 18, g: 18, b: 18, a: 1 } : { r: 255, g: 255, b: 255, a: 1 })
  }
  const contrast = element => {
    const ground = behind(element)
    const [a, b] = [light(over(parse(getComputedStyle(element).color), ground)), light(ground)]
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
  }

  const sheet = rules => {
    const made = new CSSStyleSheet()
    made.replaceSync(rules)
    return made
  }
  const SHEETS = {
    spaced: sheet('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }'),
    big: sheet('html { font-size: 200% !important }') /* as a browser does that was told to show text twice as big */
  }

  window.looking = {
    sideways () {
      const page = document.documentElement
      if (page.scrollWidth <= page.clientWidth) return []
      const wide = all('body *').filter(e => shown(e) && e.getBoundingClientRect().right > page.clientWidth + 1)
      return [`${page.scrollWidth} px wide in ${page.clientWidth}: ${wide.slice(-3).map(name).join(' | ')}`]
    },

    /* The way out is where it can be pressed: inside the window, and nothing lies on it. */
    exitOutOfReach () {
      const exit = document.querySelector('a[data-exit]')
      if (!exit || !shown(exit)) return ['no way out']
      const box = exit.getBoundingClientRect()
      if (box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth) return [`at ${box.top}, ${box.left}, scrolled ${scrollY}`]
      const there = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
      return exit.contains(there) ? [] : [`covered by ${there && name(there)}`]
    },

    scrollTo (part) {
      scrollTo(0, part * (document.documentElement.scrollHeight - innerHeight))
    },

    exitShare () {
      let bar = document.querySelector('a[data-exit]')
      while (bar.parentElement && !['sticky', 'fixed'].includes(getComputedStyle(bar).position)) bar = bar.parentElement
      const tall = [bar, ...all('*', bar)].map(e => e.getBoundingClientRect().height)
      return Math.max(...tall) / innerHeight
    },

    moving () {
      const styled = all('*').flatMap(e => ['', '::before', '::after'].map(part => [e, getComputedStyle(e, part || null)]))
      const slow = style => style.animationName !== 'none' || style.transitionDuration.split(',').some(time => parseFloat(time) > 0) || style.scrollBehavior === 'smooth'
      return [...styled.filter(([, style]) => slow(style)).map(([e]) => name(e)), ...document.getAnimations().map(a => `running ${a.animationName || ''}`)]
    },

    /* Every control 24 x 24, unless it stands inside a sentence; the main ones and the way out 44 x 44. */
    smallTargets () {
      const inSentence = e => e.localName === 'a' && getComputedStyle(e).display === 'inline' &&
        [...e.parentElement.childNodes].some(other => other !== e && other.nodeType === Node.TEXT_NODE && /\w/.test(other.data))
      return all('a[href], button, input:not([type=hidden]), select, textarea, summary').flatMap(e => {
        if (!shown(e) || onlyHeard(e) || inSentence(e)) return []
        const box = e.getBoundingClientRect()
        const least = document.body.classList.contains('public') && e.matches('main .button, a[data-exit]') ? 44 : 24
        const small = box.width < least - 0.5 || box.height < least - 0.5
        return small ? [`${name(e)}: ${Math.round(box.width)} x ${Math.round(box.height)}, needs ${least}`] : []
      })
    },

    /* Words one reads: 7 to 1. Names of links and buttons, and large type: 4.5 to 1. */
    faint () {
      return texts(document.body).flatMap(({ element }) => {
        const short = element.closest('a, button, summary') || parseFloat(getComputedStyle(element).fontSize) >= 24
        const least = short ? 4.5 : 7
        const ratio = contrast(element)
        return ratio < least ? [`${name(element)}: ${ratio.toFixed(2)}, needs ${least}`] : []
      })
    },

    /* Lay the reader's own style over the page; without a name, take it away. */
    adopt (name) {
      document.adoptedStyleSheets = name ? [SHEETS[name]] : []
    },

    unstyle (on) {
      [...document.styleSheets].forEach(one => { one.disabled = on })
    },

    /* The words one can read, in the order of the source. */
    read () {
      return texts(document.body).map(({ node }) => node.data.trim().replace(/\s+/g, ' '))
    },

    /* Each piece of text starts below the one before it, or right of it in the same row. What floats has its own place. */
    outOfOrder () {
      const rows = texts(document.body).filter(({ element }) => !floating(element))
        .map(({ node, element }) => ({ element, box: boxes(node)[0] })).filter(({ box }) => box)
      return rows.slice(1).flatMap(({ element, box }, i) => {
        const { element: other, box: before } = rows[i]
        const [cell, cellBefore] = [element, other].map(e => e.closest('td, th'))
        const nextCell = cell && cellBefore && cell !== cellBefore && cell.parentElement === cellBefore.parentElement
        const sameRow = nextCell || (box.top < before.bottom && box.bottom > before.top)
        const beside = box.left >= before.right - 1 && box.bottom > before.top - 60 /* fields in a row, their boxes on one line */
        const right = beside || (sameRow ? box.left >= before.left - 1 || box.top > before.top + 4 : box.top >= before.bottom - 1)
        return right ? [] : [`${name(element)} comes before ${name(other)}`]
      })
    },

    clipped () {
      return all('body *').filter(e => {
        if (!shown(e) || onlyHeard(e) || !e.innerText || e.closest('svg, template')) return false
        const style = getComputedStyle(e)
        const hides = ['hidden', 'clip'].includes(style.overflowX) || ['hidden', 'clip'].includes(style.overflowY)
        return hides && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1)
      }).map(name)
    },

    overlapping () {
      const found = texts(document.body).filter(({ element }) => !floating(element))
        .flatMap(({ node, element }) => boxes(node).map(box => ({ node, element, box })))
      const faults = []
      found.forEach((one, i) => found.slice(i + 1).forEach(other => {
        if (one.node === other.node) return
        const [a, b] = [one.box, other.box]
        const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left)
        const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
        if (wide > 2 && high > 0.35 * Math.min(a.height, b.height)) faults.push(`${name(one.element)} and ${name(other.element)}`)
      }))
      return faults
    },

    /* Where the Tab key is now, and whether the bar with the way out lies over it. */
    focused () {
      const now = document.activeElement
      if (!now || now === document.body) return null
      const exit = document.querySelector('a[data-exit]')
      const box = now.getBoundingClientRect()
      const bar = exit ? exit.parentElement.getBoundingClientRect() : { right: 0, left: 0, bottom: 0, top: 0 }
      const wide = Math.min(box.right, bar.right) - Math.max(box.left, bar.left)
      const high = Math.min(box.bottom, bar.bottom) - Math.max(box.top, bar.top)
      const hidden = now !== exit && exit && wide > 0 && high > 0
      const style = getComputedStyle(now)
      const ring = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
      return {
        name: name(now),
        place: all('*').indexOf(now),
        isExit: now === exit,
        hidden: hidden || box.bottom < 0 || box.top > innerHeight,
        ring: ring || !!now.closest('.govuk-radios__item, .govuk-checkboxes__item')
      }
    },

    crisis () {
      const block = document.getElementById('help-now')
      if (!block) return null
      const after = document.querySelector('main').compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING
      const before = document.querySelector('footer').compareDocumentPosition(block) & Node.DOCUMENT_POSITION_PRECEDING
      return { words: block.innerText, links: all('a', block).map(a => a.getAttribute('href')), inPlace: !!(after && before) }
    },

    async leftOnTheDevice () {
      const databases = await indexedDB.databases()
      const helpers = await navigator.serviceWorker?.getRegistrations() ?? []
      const left = { cookie: document.cookie.length, local: localStorage.length, session: sessionStorage.length, databases: databases.length, caches: (await caches.keys()).length, helpers: helpers.length }
      return Object.entries(left).filter(([, count]) => count).map(([what, count]) => `${what}: ${count}`)
    }
  }
})()
