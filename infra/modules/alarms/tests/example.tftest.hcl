run "example" {
  module {
    source = "./examples/basic"
  }

  assert {
    condition     = module.alarms.error_alarms["catalog"].name == "shop-dev-catalog-errors"
    error_message = "Deployments are stopped by the function's alarm on errors."
  }
}

run "every_alarm_tells_somebody" {
  variables {
    name      = "shop-staging"
    functions = { catalog = "shop-dev-catalog" }
    http_api  = { id = "a1b2c3" }
  }

  assert {
    condition     = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.this), aws_cloudwatch_metric_alarm.failures) : length(alarm.alarm_actions) == 1])
    error_message = "An alarm without an action is none."
  }

  assert {
    condition     = alltrue([for alarm in concat(values(aws_cloudwatch_metric_alarm.this), aws_cloudwatch_metric_alarm.failures) : startswith(alarm.alarm_description, "docs/operations.md#")])
    error_message = "An alarm says where its runbook is."
  }
}

run "watches_a_metric_of_ones_own" {
  command = plan

  variables {
    name        = "shop-dev"
    functions   = { projector = "shop-dev-projector" }
    own_metrics = { stock-imbalance = { namespace = "Shop", metric = "StockImbalance", function = "projector" } }
  }

  assert {
    condition     = aws_cloudwatch_metric_alarm.this["stock-imbalance"].dimensions.FunctionName == "shop-dev-projector"
    error_message = "A function's metric is told apart from that of another environment's function."
  }
}

run "refuses_an_unknown_reader" {
  command = plan

  variables {
    name           = "shop-dev"
    stream_readers = ["projector"]
  }

  expect_failures = [var.stream_readers]
}
