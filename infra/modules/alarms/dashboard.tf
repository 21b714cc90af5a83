data "aws_region" "current" {}

locals {
  # A row each; a widget is a title and the metrics in it.
  widgets = concat(
    var.http_api == null ? [] : [
      { title = "Requests", stat = "Sum", metrics = [for metric in ["Count", "4xx", "5xx"] : ["AWS/ApiGateway", metric, "ApiId", var.http_api.id]] },
      { title = "Latency, p99, ms", stat = "p99", metrics = [for metric in ["Latency", "IntegrationLatency"] : ["AWS/ApiGateway", metric, "ApiId", var.http_api.id]] },
    ],
    [
      { title = "Functions: errors", stat = "Sum", metrics = [for name in values(var.functions) : ["AWS/Lambda", "Errors", "FunctionName", name]] },
      { title = "Functions: duration, p99, ms", stat = "p99", metrics = [for name in values(var.functions) : ["AWS/Lambda", "Duration", "FunctionName", name]] },
      { title = "Streams: age of the oldest record, ms", stat = "Maximum", metrics = [for reader in var.stream_readers : ["AWS/Lambda", "IteratorAge", "FunctionName", var.functions[reader]]] },
      { title = "Tables: units written", stat = "Sum", metrics = [for name in values(var.tables) : ["AWS/DynamoDB", "ConsumedWriteCapacityUnits", "TableName", name]] },
    ],
  )
}

resource "aws_cloudwatch_dashboard" "this" {
  dashboard_name = var.name

  dashboard_body = jsonencode({
    widgets = [
      for index, widget in local.widgets : {
        type   = "metric"
        x      = index % 2 * 12
        y      = floor(index / 2) * 6
        width  = 12
        height = 6
        properties = {
          title   = widget.title
          region  = data.aws_region.current.region
          stat    = widget.stat
          period  = 60
          metrics = widget.metrics
        }
      } if length(widget.metrics) > 0
    ]
  })
}
