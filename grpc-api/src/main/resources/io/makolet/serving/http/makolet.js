/* Fills the placements of a page with offers, and reports what was shown and clicked: see docs/door.md. */
(() => {
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
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), b => (b + 256).toString(16).slice(1)).join('');
  }

  // As text, so that the browser need not ask first; also when the page is left.
  function send() {
    timer = clearTimeout(timer);
    var sent = [];
    while (queue.length) {
      var body = JSON.stringify({batch: queue.splice(0, 50), sentAt: new Date()});
      sent.push(fetch(door + 'batch', {method: 'POST', body, keepalive: true}));
    }
    return Promise.all(sent);
  }

  // What follows from an event is known a little later: asks until other offers come.
  function follow(pause) {
    setTimeout(() => {
      refresh().then(changed => {
        if (pause < 1000 && !changed.some(Boolean)) follow(pause * 2);
      });
    }, pause);
  }

  function add(type, message) {
    queue.push(Object.assign(message, {
      type, messageId: id(), timestamp: new Date(), anonymousId: anonymous, token,
      context: {page: {url: location.href, referrer: document.referrer}, locale: language, channel: 'web'}
    }));
    timer = timer || setTimeout(leave, 500);
  }

  function leave() {
    send().catch(() => {});
  }

  function track(event, properties) {
    add('track', {event, properties});
  }

  function tell() {
    return send().then(() => { follow(20); }, () => {});
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
    [['img', 'imageUrl'], ['strong', 'title'], ['span', 'text']].forEach(part => {
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
    item.querySelectorAll('[data-makolet]').forEach(element => {
      put(element, element.dataset.makolet, offer);
    });
    item.onclick = () => { track('offer_click', about); tell(); };
    place.appendChild(item);
    new IntersectionObserver((seen, observer) => {
      if (seen.some(s => s.isIntersecting)) {
        observer.disconnect();
        track('offer_impression', about);
      }
    }, {threshold: 0.5}).observe(item);
  }

  function fill(place) {
    var template = place.querySelector('template');
    var own = place.makolet ||= {nodes: Array.from(place.childNodes), ids: ''};
    return fetch(door + (token ? 't/' + token : 'customers/anonymous:' + anonymous) + '/offers?' + new URLSearchParams({
      placement: place.dataset.makoletPlacement, limit: place.dataset.makoletLimit || 1, language,
      channel: 'web'
    }), {cache: 'no-cache'}).then(answer => answer.ok ? answer.json() : Promise.reject()).then(answer => {
      var offers = answer.offers || [];
      var ids = offers.map(offer => offer.id).join();
      if (ids === own.ids) return false;
      own.ids = ids;
      // What the page came with stands where there is nothing to offer.
      place.replaceChildren.apply(place, ids ? template ? [template] : [] : own.nodes);
      offers.forEach(offer => { show(place, template, offer, answer.decisionId); });
      return true;
    }).catch(() => {});
  }

  function refresh() {
    return Promise.all(Array.from(document.querySelectorAll('[data-makolet-placement]'), fill));
  }

  addEventListener('pagehide', leave);
  document.addEventListener('visibilitychange', leave);
  window.makolet = {
    track: (event, properties) => { track(event, properties); return tell(); },
    identify: traits => { add('identify', {traits}); return tell(); },
    refresh
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', refresh);
  else refresh();
})();
