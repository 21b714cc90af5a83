run "example" {
  module {
    source = "./examples/basic"
  }

  assert {
    condition     = startswith(module.web_acl.arn, "arn:aws:wafv2:us-east-1:")
    error_message = "CloudFront reads its web ACL from us-east-1."
  }
}

run "answers_with_problem_documents" {
  command = plan

  variables {
    name = "shop-dev"
  }

  assert {
    condition     = alltrue([for body in aws_wafv2_web_acl.this.custom_response_body : can(jsondecode(body.content).type)])
    error_message = "Whoever is stopped is told why, in the API's own form."
  }
}
