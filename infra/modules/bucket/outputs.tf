output "name" {
  description = "The bucket's name."
  value       = aws_s3_bucket.this.id
}

output "arn" {
  description = "The bucket's ARN."
  value       = aws_s3_bucket.this.arn
}

output "host" {
  description = "The bucket's regional host name, for CloudFront."
  value       = aws_s3_bucket.this.bucket_regional_domain_name
}
