/** Line icons, 12 units wide, around the given point. */
interface IconProps {
  readonly x: number
  readonly y: number
}

function Icon({ x, y, d }: IconProps & { readonly d: string }) {
  return <path className="seat-icon" transform={`translate(${x} ${y})`} d={d} />
}

export function WheelchairIcon(props: IconProps) {
  return (
    <Icon
      {...props}
      d="M-1 -5.2a0.9 0.9 0 1 0 0.01 0M-1 -3v4h3.6l1.6 3.4h1M-1 -1.2h3M-2.6 -0.4a3.6 3.6 0 1 0 4.6 4.2"
    />
  )
}

export function BicycleIcon(props: IconProps) {
  return (
    <Icon
      {...props}
      d="M-6.2 2a2.7 2.7 0 1 0 5.4 0a2.7 2.7 0 1 0 -5.4 0M0.8 2a2.7 2.7 0 1 0 5.4 0a2.7 2.7 0 1 0 -5.4 0
        M-3.5 2l1.7 -4h3.6l1.7 4M-1.8 -2l2 4h-3.7M0.2 2l1.6 -4l-0.6 -2h1.6M-2.9 -3.4h2"
    />
  )
}

export function ToiletIcon(props: IconProps) {
  return (
    <Icon
      {...props}
      d="M-3.6 -4.6a1 1 0 1 0 0.01 0M3.6 -4.6a1 1 0 1 0 0.01 0M-5.2 -2h3.2v3.2h-0.6v3.6h-2v-3.6h-0.6z
        M3.6 -2l2 4h-4zM3 2v2.8M4.2 2v2.8M0 -5.5v11"
    />
  )
}

export function LuggageIcon(props: IconProps) {
  return <Icon {...props} d="M-4.5 -2.4h9v6.4h-9zM-1.6 -2.4v-1.8h3.2v1.8M-2 -2.4v6.4M2 -2.4v6.4" />
}

export function CupIcon(props: IconProps) {
  return (
    <Icon
      {...props}
      d="M-4 -2h6.5v3.4a2.6 2.6 0 0 1 -2.6 2.6h-1.3a2.6 2.6 0 0 1 -2.6 -2.6z
        M2.5 -1h1a1.3 1.3 0 0 1 0 2.9h-1M-2.2 -5v1.4M0.6 -5v1.4"
    />
  )
}

export function CutleryIcon(props: IconProps) {
  return <Icon {...props} d="M-3.4 -5v3a1.6 1.6 0 0 0 3.2 0v-3M-1.8 -5v10M3.6 5v-10c-2 1 -2 4.6 0 5.6" />
}
