locals {
  # One line an alarm: what is measured, how, and the runbook's heading.
  function_alarms = merge([
    for short, name in var.functions : {
      "${short}-errors"    = { namespace = "AWS/Lambda", metric = "Errors", stat = "Sum", dimensions = { FunctionName = name }, threshold = 1, periods = 2, heading = "function-errors" }
      "${short}-throttles" = { namespace = "AWS/Lambda", metric = "Throttles", stat = "Sum", dimensions = { FunctionName = name }, threshold = 1, periods = 2, heading = "function-throttles" }
    }
  ]...)
  lag_alarms = {
    for short in var.stream_readers : "${short}-iterator-age" => {
      namespace = "AWS/Lambda", metric = "IteratorAge", stat = "Maximum", dimensions = { FunctionName = var.functions[short] }, threshold = 60000, periods = 3, heading = "iterator-age"
    }
  }
  queue_alarms = {
    for short, name in var.queues : "${short}-not-empty" => {
      namespace = "AWS/SQS", metric = "ApproximateNumberOfMessagesVisible", stat = "Maximum", dimensions = { QueueName = name }, threshold = 1, periods = 1, heading = "failure-queue-not-empty"
    }
  }
  table_alarms = merge([
    for short, name in var.tables : {
      "${short}-read-throttles"  = { namespace = "AWS/DynamoDB", metric = "ReadThrottleEvents", stat = "Sum", dimensions = { TableName = name }, threshold = 1, periods = 2, heading = "dynamodb-throttles" }
      "${short}-write-throttles" = { namespace = "AWS/DynamoDB", metric = "WriteThrottleEvents", stat = "Sum", dimensions = { TableName = name }, threshold = 1, periods = 2, heading = "dynamodb-throttles" }
    }
  ]...)
  own_alarms = {
    for alarm, own in var.own_metrics : alarm => {
      namespace = own.namespace, metric = own.metric, stat = "Sum", dimensions = { FunctionName = var.functions[own.function] }, threshold = 1, periods = 1, heading = alarm
    }
  }
  latency_alarms = var.http_api == null ? {} : {
    latency = { namespace = "AWS/ApiGateway", metric = "Latency", stat = "p99", dimensions = { ApiId = var.http_api.id }, threshold = var.latency_milliseconds, periods = 5, heading = "latency" }
  }
  alarms = merge(local.function_alarms, local.lag_alarms, local.queue_alarms, local.table_alarms, local.own_alarms, local.latency_alarms)
}

resource "aws_sns_topic" "this" {
  #checkov:skip=CKV_AWS_26:CloudWatch may not use SNS's managed key; alarms' texts hold names and numbers only.
  name = "${var.name}-alarms"
}

resource "aws_sns_topic_subscription" "this" {
  for_each = var.recipients

  topic_arn = aws_sns_topic.this.arn
  protocol  = "email"
  endpoint  = each.key
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = "${var.runbook}#${each.value.heading}"
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  statistic           = each.value.stat == "p99" ? null : each.value.stat
  extended_statistic  = each.value.stat == "p99" ? each.value.stat : null
  dimensions          = each.value.dimensions
  period              = 60
  evaluation_periods  = each.value.periods
  threshold           = each.value.threshold
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.this.arn]
  ok_actions          = [aws_sns_topic.this.arn]
}

resource "aws_cloudwatch_metric_alarm" "failures" {
  count = var.http_api == null ? 0 : 1

  alarm_name          = "${var.name}-5xx-rate"
  alarm_description   = "${var.runbook}#5xx-rate"
  evaluation_periods  = 3
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.this.arn]
  ok_actions          = [aws_sns_topic.this.arn]

  metric_query {
    id          = "percent"
    expression  = "100 * failed / asked"
    label       = "5xx, % of requests"
    return_data = true
  }

  dynamic "metric_query" {
    for_each = { failed = "5xx", asked = "Count" }

    content {
      id = metric_query.key

      metric {
        namespace   = "AWS/ApiGateway"
        metric_name = metric_query.value
        stat        = "Sum"
        period      = 60
        dimensions  = { ApiId = var.http_api.id }
      }
    }
  }
}

resource "aws_budgets_budget" "this" {
  name         = var.name
  budget_type  = "COST"
  limit_amount = tostring(var.monthly_budget_usd)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  dynamic "notification" {
    for_each = length(var.recipients) == 0 ? {} : { ACTUAL = 80, FORECASTED = 100 }

    content {
      notification_type          = notification.key
      threshold                  = notification.value
      threshold_type             = "PERCENTAGE"
      comparison_operator        = "GREATER_THAN"
      subscriber_email_addresses = var.recipients
    }
  }
}
