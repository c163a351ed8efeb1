package capture

type Redaction struct{}
