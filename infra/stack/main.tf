# app.yaml is the only list of tables, functions, routes, events and grants. What is here says how each becomes AWS resources.
locals {
  app    = yamldecode(file(coalesce(var.app_file, "${path.module}/../../app.yaml")))
  prefix = "${local.app.name}-${var.environment}"

  tables    = try(local.app.tables, {})
  http      = try(local.app.http, {})
  websocket = try(local.app.websocket, null)
  events    = { for event in try(local.app.events, []) : "${event.stream}-${event.to}" => event }
  schedules = { for schedule in try(local.app.schedules, []) : schedule.to => schedule }

  packages  = coalesce(var.package_dir, "${path.module}/../../out/package")
  partition = data.aws_partition.current.partition
  secrets   = "/${local.app.name}/${var.environment}"
}

data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

# Drawn by ./dev deploy. Each may hold two, a comma between them, while one follows the other; CloudFront sends the first. CloudFront needs the
# origin secret itself, so the state holds it; of editor keys the functions know hashes, so those alone are read, from a parameter of their own.
data "aws_ssm_parameter" "origin_secrets" {
  name = "${local.secrets}/origin-secrets"
}

data "aws_ssm_parameter" "editor_key_hashes" {
  name = "${local.secrets}/editor-key-hashes"
}

module "table" {
  source   = "../modules/table"
  for_each = local.tables

  name                   = "${local.prefix}-${each.key}"
  key                    = { partition = each.value.key.partition, sort = try(each.value.key.sort, null) }
  ttl                    = try(each.value.ttl, null)
  stream                 = try(each.value.stream, null)
  point_in_time_recovery = var.size.recovery
  deletion_protection    = var.size.keep_data

  indexes = {
    for name, index in try(each.value.indexes, {}) : name => {
      partition  = index.partition
      sort       = try(index.sort, null)
      projection = try(tostring(index.projection), can(index.projection) ? "include" : "all")
      attributes = try([for attribute in index.projection : tostring(attribute)], null)
    }
  }
}

module "failure_queue" {
  source   = "../modules/queue"
  for_each = toset(compact([for event in values(local.events) : try(event.onFailure, null)]))

  name = "${local.prefix}-${each.key}"
}

module "function" {
  source   = "../modules/function"
  for_each = local.app.functions

  name                 = "${local.prefix}-${each.key}"
  package              = "${local.packages}/${each.key}.zip"
  architecture         = var.architecture
  memory               = try(each.value.memory, 128)
  timeout              = try(each.value.timeout, 3)
  environment          = local.environments[each.key]
  grants               = local.grants[each.key]
  failure_queues       = distinct([for event in values(local.events) : module.failure_queue[event.onFailure].arn if event.to == each.key && can(event.onFailure)])
  gradual              = contains(local.facing, each.key)
  log_retention_days   = var.size.log_retention_days
  permissions_boundary = var.permissions_boundary
}

module "event" {
  source   = "../modules/stream_mapping"
  for_each = local.events

  stream_arn        = module.table[each.value.stream].stream_arn
  function_arn      = module.function[each.value.to].alias.arn
  batch             = try(each.value.batch, 100)
  retries           = try(each.value.retries, -1)
  maximum_age       = try(each.value.maximumAge, null)
  bisect            = try(each.value.bisect, true)
  report_failures   = try(each.value.reportFailures, true)
  failure_queue_arn = try(module.failure_queue[each.value.onFailure].arn, null)
  filters           = try(each.value.filters, [])
}

module "schedule" {
  source   = "../modules/schedule"
  for_each = local.schedules

  name                 = "${local.prefix}-${each.key}"
  every                = each.value.every
  target_arn           = module.function[each.value.to].alias.arn
  permissions_boundary = var.permissions_boundary
}
