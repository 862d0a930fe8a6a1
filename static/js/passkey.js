/* Asks the device for a passkey and sends its answer with the form. Pages say what to do without this file. */
(function () {
  'use strict'

  var place = document.querySelector('[data-passkey]')
  if (!place || !window.PublicKeyCredential || !navigator.credentials) return
  var form = place.querySelector('form')
  var said = place.querySelector('[data-said]')
  var makes = place.dataset.passkey === 'create'
  place.hidden = false
  document.querySelectorAll('[data-without-script]').forEach(function (words) { words.hidden = true })

  form.addEventListener('submit', function (event) {
    var box = form.querySelector('input[name=credential]')
    if (box.value) return
    event.preventDefault()
    said.textContent = ''
    var asked = { publicKey: question(JSON.parse(place.dataset.options).publicKey) }
    var answer = makes ? navigator.credentials.create(asked) : navigator.credentials.get(asked)
    answer.then(function (credential) {
      box.value = JSON.stringify(plain(credential))
      form.submit()
    }, function (error) {
      said.textContent = error.name === 'InvalidStateError'
        ? 'This device has a passkey for your account already.'
        : 'Nothing was done. Press the button to try again.'
    })
  })

  function question (told) {
    told.challenge = bytes(told.challenge)
    if (told.user) told.user.id = bytes(told.user.id)
    ;['excludeCredentials', 'allowCredentials'].forEach(function (name) {
      (told[name] || []).forEach(function (one) { one.id = bytes(one.id) })
    })
    return told
  }

  function plain (credential) {
    var parts = {}
    ;['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'].forEach(function (name) {
      if (credential.response[name]) parts[name] = text(credential.response[name])
    })
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: parts,
      clientExtensionResults: {}
    }
  }

  function bytes (told) {
    var packed = atob(told.replace(/-/g, '+').replace(/_/g, '/'))
    return Uint8Array.from(packed, function (c) { return c.charCodeAt(0) })
  }

  function text (buffer) {
    var packed = String.fromCharCode.apply(null, new Uint8Array(buffer))
    return btoa(packed).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
  }
})()
