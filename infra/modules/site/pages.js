// Both viewer events of the default behaviour. An address without extension is a page, and every page is index.html; where the site has no such
// page, the same document says so, with the status 404. It cannot be told which address a response's event holds, the viewer's or the one that was
// asked for in its place: the mark says it in the second case, the address itself in the first.
var pages = 'PAGES';
var mark = 'x-no-page';

function hasExtension(uri) {
  return uri.slice(uri.lastIndexOf('/') + 1).indexOf('.') !== -1;
}

function fits(uri, page) {
  var segments = (uri.length > 1 ? uri.replace(/\/$/, '') : uri).split('/');
  var forms = page.split('/');
  if (segments.length !== forms.length) return false;
  for (var i = 0; i < forms.length; i++) {
    if (forms[i].charAt(0) === '{' ? segments[i] === '' : segments[i] !== forms[i]) return false;
  }
  return true;
}

function isPage(uri) {
  for (var i = 0; i < pages.length; i++) {
    if (fits(uri, pages[i])) return true;
  }
  return pages.length === 0;
}

function isUnknown(uri) {
  return !hasExtension(uri) && !isPage(uri);
}

function handler(event) {
  var request = event.request;
  if (event.context.eventType === 'viewer-response') {
    var response = event.response;
    if (response.statusCode === 200 && (request.headers[mark] || isUnknown(request.uri))) {
      response.statusCode = 404;
      response.statusDescription = 'Not Found';
    }
    return response;
  }
  if (isUnknown(request.uri)) request.headers[mark] = { value: 'true' };
  else delete request.headers[mark];
  if (!hasExtension(request.uri)) request.uri = '/index.html';
  return request;
}
