data "aws_caller_identity" "current" {}

resource "aws_iam_role" "this" {
  name                 = "${var.name}-schedule"
  permissions_boundary = var.permissions_boundary

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "scheduler.amazonaws.com" }
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id } }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  name = "invoke"
  role = aws_iam_role.this.id

  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "Invoke", Effect = "Allow", Action = ["lambda:InvokeFunction"], Resource = [var.target_arn] }]
  })
}

resource "aws_scheduler_schedule" "this" {
  #checkov:skip=CKV_AWS_297:The event holds nothing but a time; Scheduler encrypts it with a key of its own.
  name                = var.name
  schedule_expression = "rate(${var.every})"

  flexible_time_window {
    mode = "OFF"
  }

  # A turn that was missed is not made up for: the next one does its work too.
  target {
    arn      = var.target_arn
    role_arn = aws_iam_role.this.arn

    retry_policy {
      maximum_retry_attempts       = 0
      maximum_event_age_in_seconds = 60
    }
  }
}
