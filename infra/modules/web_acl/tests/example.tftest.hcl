run "example" {
  module {
    source = "./examples/basic"
  }

  assert {
    condition     = startswith(module.web_acl.arn, "arn:aws:wafv2:us-east-1:")
    error_message = "CloudFront reads its web ACL from us-east-1."
  }
}
