run "example" {
  module {
    source = "./examples/basic"
  }

  assert {
    condition     = startswith(module.web.host, "shop-dev-web-123456789012.s3.")
    error_message = "CloudFront signs for the regional host name."
  }
}

run "nobody_reads_unless_named" {
  variables {
    name          = "shop-dev-states-123456789012"
    force_destroy = true
  }

  assert {
    condition     = [for statement in jsondecode(aws_s3_bucket_policy.this.policy).Statement : statement.Effect] == ["Deny"]
    error_message = "Without readers the policy allows nothing."
  }
}

run "refuses_capitals" {
  command = plan

  variables {
    name = "Shop"
  }

  expect_failures = [var.name]
}
