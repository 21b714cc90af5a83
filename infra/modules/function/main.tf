locals {
  statements = concat(
    # Lambda names the streams of a log.
    [{
      Sid      = "OwnLog"
      Effect   = "Allow"
      Action   = ["logs:CreateLogStream", "logs:PutLogEvents"]
      Resource = ["${aws_cloudwatch_log_group.this.arn}:*"]
    }],
    length(var.failure_queues) == 0 ? [] : [{
      Sid      = "FailureQueues"
      Effect   = "Allow"
      Action   = ["sqs:SendMessage"]
      Resource = var.failure_queues
    }],
    [for grant in var.grants : { Sid = grant.sid, Effect = "Allow", Action = grant.actions, Resource = grant.resources }],
  )
}

resource "aws_cloudwatch_log_group" "this" {
  #checkov:skip=CKV_AWS_158:Encrypted at rest by CloudWatch Logs; the lines hold no personal data.
  #checkov:skip=CKV_AWS_338:Retention is an input, chosen by environment.
  name              = "/aws/lambda/${var.name}"
  retention_in_days = var.log_retention_days
}

resource "aws_iam_role" "this" {
  name                 = var.name
  permissions_boundary = var.permissions_boundary

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "this" {
  #checkov:skip=CKV_AWS_355:dynamodb:ListStreams, and it alone, has no resource to name.
  #checkov:skip=CKV_AWS_290:dynamodb:ListStreams, and it alone, has no resource to name.
  name   = "grants"
  role   = aws_iam_role.this.id
  policy = jsonencode({ Version = "2012-10-17", Statement = local.statements })
}

resource "aws_lambda_function" "this" {
  #checkov:skip=CKV_AWS_50:Trace ids travel in headers and stand in every log line; X-Ray would bill each request for the same.
  #checkov:skip=CKV_AWS_115:Concurrency is shared by the account; a reservation would starve the others.
  #checkov:skip=CKV_AWS_116:Event sources have failure queues of their own; HTTP answers tell the caller.
  #checkov:skip=CKV_AWS_117:No private network is needed: DynamoDB and API Gateway are reached over TLS with IAM.
  #checkov:skip=CKV_AWS_173:Only hashes of secrets are in the environment, encrypted with the key AWS manages.
  #checkov:skip=CKV_AWS_272:Packages are reproducible: who doubts one builds it and compares the bytes.
  function_name    = var.name
  role             = aws_iam_role.this.arn
  runtime          = "provided.al2023"
  handler          = "bootstrap"
  architectures    = [var.architecture]
  memory_size      = var.memory
  timeout          = var.timeout
  filename         = var.package
  source_code_hash = filebase64sha256(var.package)
  publish          = true

  environment {
    variables = var.environment
  }

  # The lines are JSON already (CLEF): Lambda leaves them as they are.
  logging_config {
    log_format = "Text"
    log_group  = aws_cloudwatch_log_group.this.name
  }

  depends_on = [aws_iam_role_policy.this]
}

# CodeDeploy moves this alias from version to version; Terraform must not move it back.
resource "aws_lambda_alias" "gradual" {
  count = var.gradual ? 1 : 0

  name             = "live"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version

  lifecycle {
    ignore_changes = [function_version, routing_config]
  }
}

resource "aws_lambda_alias" "at_once" {
  count = var.gradual ? 0 : 1

  name             = "live"
  function_name    = aws_lambda_function.this.function_name
  function_version = aws_lambda_function.this.version
}
