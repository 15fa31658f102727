/*
 * Fills the placements of a page with offers, and reports what was shown and clicked.
 *
 *   <script src="https://door.example/makolet.js" data-token="..." async></script>
 *   <div data-makolet-placement="home-hero" data-makolet-limit="1"></div>
 *
 * data-token names the customer; without it a random id in localStorage does. A <template> in the placement is filled for
 * each offer: elements with data-makolet="title" get that text, with "url" the link, with "imageUrl" the picture.
 */
(function () {
  'use strict';
  var script = document.currentScript;
  var door = new URL(script.src).origin + '/v1/';
  var token = script.dataset.token;
  var language = script.dataset.language || document.documentElement.lang || navigator.language;
  var anonymous = id();
  var queue = [];
  var timer;

  try {
    anonymous = localStorage.makolet || (localStorage.makolet = anonymous);
  } catch (e) { /* No storage: this visit is of somebody new. */ }

  function id() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), function (b) {
      return (b + 256).toString(16).slice(1);
    }).join('');
  }

  function send() {
    timer = clearTimeout(timer);
    while (queue.length) {
      var body = JSON.stringify({batch: queue.splice(0, 50), sentAt: new Date()});
      // As text, so that the browser need not ask first; it is sent even when the page is left.
      if (!navigator.sendBeacon(door + 'batch', body)) {
        fetch(door + 'batch', {method: 'POST', body: body}).catch(function () {});
      }
    }
  }

  function add(type, message) {
    queue.push(Object.assign(message, {
      type: type, messageId: id(), timestamp: new Date(), anonymousId: anonymous, token: token,
      context: {page: {url: location.href, referrer: document.referrer}, locale: language, channel: 'web'}
    }));
    timer = timer || setTimeout(send, 500);
  }

  function track(event, properties) {
    add('track', {event: event, properties: properties});
  }

  // Addresses come from definitions: what is no web address is no link.
  function address(text) {
    var url = new URL(text, location.href);
    return /^https?:$/.test(url.protocol) ? url.href : '';
  }

  function put(element, what, offer) {
    var text = offer[what];
    if (!text) return;
    if (what === 'url') element.href = address(text);
    else if (what === 'imageUrl') element.src = address(text);
    else element.textContent = text;
  }

  function plain(offer) {
    var link = document.createElement(offer.url ? 'a' : 'div');
    put(link, 'url', offer);
    [['img', 'imageUrl'], ['strong', 'title'], ['span', 'text']].forEach(function (part) {
      if (offer[part[1]]) put(link.appendChild(document.createElement(part[0])), part[1], offer);
    });
    return link;
  }

  function show(place, template, offer, decision) {
    var about = {offer_id: offer.id, decision_id: decision, placement: place.dataset.makoletPlacement};
    var item = document.createElement('div');
    item.className = 'makolet-offer';
    item.lang = offer.language;
    item.dir = 'auto';
    item.appendChild(template ? template.content.cloneNode(true) : plain(offer));
    item.querySelectorAll('[data-makolet]').forEach(function (element) {
      put(element, element.dataset.makolet, offer);
    });
    item.onclick = function () { track('offer_click', about); send(); };
    place.appendChild(item);
    new IntersectionObserver(function (seen, observer) {
      if (seen.some(function (s) { return s.isIntersecting; })) {
        observer.disconnect();
        track('offer_impression', about);
      }
    }, {threshold: 0.5}).observe(item);
  }

  function fill(place) {
    var template = place.querySelector('template');
    return fetch(door + (token ? 't/' + token : 'customers/anonymous:' + anonymous) + '/offers?' + new URLSearchParams({
      placement: place.dataset.makoletPlacement, limit: place.dataset.makoletLimit || 1, language: language,
      channel: 'web'
    })).then(function (answer) { return answer.json(); }).then(function (answer) {
      // What the page came with stays where there is nothing to offer.
      if (!answer.offers || !answer.offers.length) return;
      place.textContent = '';
      if (template) place.appendChild(template);
      answer.offers.forEach(function (offer) { show(place, template, offer, answer.decisionId); });
    }).catch(function () {});
  }

  function refresh() {
    return Promise.all(Array.from(document.querySelectorAll('[data-makolet-placement]'), fill));
  }

  addEventListener('pagehide', send);
  document.addEventListener('visibilitychange', send);
  window.makolet = {
    track: track, refresh: refresh, identify: function (traits) { add('identify', {traits: traits}); }
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', refresh);
  else refresh();
})();
