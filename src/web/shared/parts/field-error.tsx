interface FieldErrorProps {
  readonly id: string
  readonly text: string
}

/** The error of one field, linked to it by `aria-describedby`. */
export function FieldError({ id, text }: FieldErrorProps) {
  return (
    <p id={id} className="field-error">
      {text}
    </p>
  )
}
