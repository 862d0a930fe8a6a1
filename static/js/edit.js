/* Says how hard the words are while somebody types them. The page works without this file: the marks then come with
   each save. Nothing is kept, here or by the server. */
(function () {
  'use strict'

  var desk = document.querySelector('[data-measure]')
  if (!desk) return
  var token = desk.querySelector('input[name=csrf_token]').value
  var title = desk.querySelector('input[name=title]')
  var asked = {}

  desk.querySelectorAll('textarea[data-reader]').forEach(function (box) {
    var wait
    box.addEventListener('input', function () {
      clearTimeout(wait)
      wait = setTimeout(function () { measure(box) }, 600)
    })
  })

  function measure (box) {
    var turn = asked[box.name] = (asked[box.name] || 0) + 1
    fetch(desk.dataset.measure, {
      method: 'POST',
      cache: 'no-store',
      redirect: 'error',
      headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token },
      body: JSON.stringify({ text: box.value, reader: box.dataset.reader, title: title ? title.value : '' })
    }).then(function (answer) {
      if (!answer.ok) throw new Error('refused')
      return answer.json()
    }).then(function (marks) {
      if (turn === asked[box.name]) show(box, marks)
    }).catch(function () {
      if (turn === asked[box.name]) clear(box).append(line('p', 'Not measured just now. The marks come with the next save.'))
    })
  }

  function show (box, marks) {
    var place = clear(box)
    if (!marks.words) return
    var said = line('p', 'Reading age ')
    said.append(tag(marks.age, marks.too_old ? 'red' : marks.judged ? 'green' : 'grey'),
      marks.judged ? ' (9 is the most)' : ' (under 100 words, not counted)',
      ', mean sentence ' + marks.mean + ' words' + (marks.judged ? ' (12 is the most)' : '') + ', longest ',
      tag(marks.longest + ' words', marks.long.length ? 'red' : 'green'),
      ' (' + marks.most + ' is the most).')
    place.append(said)
    list(place, marks.long.map(function (one) {
      var item = line('li', '')
      item.append(line('mark', one.text), ' ' + one.words + ' words, ' + marks.most + ' is the most')
      return item
    }))
    list(place, marks.hard.map(function (hard) { return line('li', hard) }))
  }

  function list (place, items) {
    if (!items.length) return
    var all = document.createElement('ul')
    all.append.apply(all, items)
    place.append(all)
  }

  function tag (words, tone) {
    var mark = line('strong', words)
    mark.className = 'tag tag--' + tone
    return mark
  }

  function line (name, words) {
    var node = document.createElement(name)
    node.textContent = words
    return node
  }

  function clear (box) {
    var place = document.getElementById('marks-' + box.name)
    place.replaceChildren()
    return place
  }
})()
