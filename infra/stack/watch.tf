# The shop's own rule on its own data: the projector, which sees each product's image, counts those whose stock does not add up.
locals {
  own_metrics = {
    for name in keys(local.app.functions) : "stock-imbalance" => { namespace = "Vitrine", metric = "StockImbalance", function = name } if name == "projector"
  }
}

module "alarms" {
  source = "../modules/alarms"

  name               = local.prefix
  recipients         = var.alarm_recipients
  functions          = { for name, function in module.function : name => function.name }
  stream_readers     = toset([for event in values(local.events) : event.to])
  http_api           = { id = module.http_api.id }
  queues             = { for name, queue in module.failure_queue : name => queue.name }
  tables             = { for name, table in module.table : name => table.name }
  own_metrics        = local.own_metrics
  monthly_budget_usd = var.size.monthly_budget_usd
}

module "deployment" {
  source = "../modules/deployment"

  name = local.prefix
  pace = var.size.pace

  functions = {
    for name in local.facing : name => {
      name       = module.function[name].name
      alias_arn  = module.function[name].alias.arn
      alarm_name = module.alarms.error_alarms[name].name
      alarm_arn  = module.alarms.error_alarms[name].arn
    }
  }
  permissions_boundary = var.permissions_boundary
}
