# What browsers reach: the APIs, the site, and the buckets behind it.
locals {
  # Functions that callers wait for: a new version takes over step by step. The others change at once.
  facing = distinct(concat(values(local.http), local.websocket == null ? [] : values(local.websocket.routes)))

  callable = {
    for name in local.facing : name => {
      name       = module.function[name].name
      alias      = module.function[name].alias.name
      invoke_arn = module.function[name].alias.invoke_arn
      timeout    = try(local.app.functions[name].timeout, 3)
    }
  }
  throttle = { rate = var.size.requests_per_second, burst = var.size.requests_at_once }

  # The first segment of each route; the site must not have pages below it.
  api_paths = distinct([for route in keys(local.http) : "/${split("/", route)[1]}/*"])

  # Bucket names are shared by all of AWS, so the account's id is part of them.
  buckets = {
    for name in distinct(concat(can(local.app.web) ? ["web"] : [], can(local.app.web.media) ? ["media"] : [], keys(try(local.app.buckets, {})))) :
    name => "${local.prefix}-${name}-${data.aws_caller_identity.current.account_id}"
  }
}

# The graph has one way that must stay open: site → functions → APIs' routes. So what the site needs of an API or a bucket is asked of
# one instance by a literal key, and never of the whole module, which would wait for everything in it.

module "http_api" {
  source = "../modules/http_api"

  name               = local.prefix
  routes             = local.http
  functions          = { for name, function in local.callable : name => function if contains(values(local.http), name) }
  throttle           = local.throttle
  log_retention_days = var.size.log_retention_days
}

module "websocket_api" {
  source = "../modules/websocket_api"
  count  = local.websocket == null ? 0 : 1

  name               = local.prefix
  path               = local.websocket.path
  select             = local.websocket.select
  routes             = local.websocket.routes
  functions          = { for name, function in local.callable : name => function if contains(values(local.websocket.routes), name) }
  throttle           = local.throttle
  log_retention_days = var.size.log_retention_days
}

module "bucket" {
  source   = "../modules/bucket"
  for_each = local.buckets

  name          = each.value
  readers       = contains(["web", "media"], each.key) && can(local.app.web) ? [module.site[0].distribution.arn] : []
  force_destroy = !var.size.keep_data
}

module "web_acl" {
  source = "../modules/web_acl"
  count  = can(local.app.web) ? 1 : 0

  name       = local.prefix
  rate_limit = var.size.requests_of_one
}

module "site" {
  source = "../modules/site"
  count  = can(local.app.web) ? 1 : 0

  name        = local.prefix
  buckets     = { web = module.bucket["web"].host, media = try(module.bucket["media"].host, null) }
  api         = { host = module.http_api.host, paths = local.api_paths }
  socket      = local.websocket == null ? null : { host = module.websocket_api[0].host, path = local.websocket.path }
  headers     = try(local.app.web.headers, {})
  pages       = try(local.app.web.pages, [])
  api_headers = try(local.app.web.apiHeaders, {})
  domain      = var.domain
  price_class = var.size.price_class
  web_acl_arn = module.web_acl[0].arn

  origin_header = {
    name  = local.app.web.originHeader
    value = trimspace(local.origin_secrets[0])
  }
}
