output "topic_arn" {
  description = "Where alarms are told."
  value       = aws_sns_topic.this.arn
}

output "error_alarms" {
  description = "By function, the name and ARN of its alarm on errors: what stops a deployment."
  value = {
    for short in keys(var.functions) : short => {
      name = aws_cloudwatch_metric_alarm.this["${short}-errors"].alarm_name
      arn  = aws_cloudwatch_metric_alarm.this["${short}-errors"].arn
    }
  }
}
